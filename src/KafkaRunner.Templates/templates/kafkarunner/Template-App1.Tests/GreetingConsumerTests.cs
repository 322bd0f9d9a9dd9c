using KafkaRunner.Testing;

namespace TemplateNamespace.Tests;

public sealed class GreetingConsumerTests
{
    [Fact]
    public async Task A_greeting_is_processed()
    {
        await using var harness = new ConsumerHarness<GreetingConsumer>();
        var outcome = await harness.GiveAsync(TestMessage.Of("""{"name":"world"}"""), TestContext.Current.CancellationToken);
        outcome.EnsureProcessed();
    }

    [Fact]
    public async Task A_message_without_JSON_is_not_processed()
    {
        await using var harness = new ConsumerHarness<GreetingConsumer>();
        var outcome = await harness.GiveAsync(TestMessage.Of("hello"), TestContext.Current.CancellationToken);
        Assert.Equal(MessageState.Unreadable, outcome.State);
    }
}
