using System.Globalization;
using System.Text;
using KafkaRunner.Testing;

namespace KafkaRunner.TestApp;

/// <summary>Gives one message to a consumer in a harness, and writes down all that the consumer can see of it. No client is made.</summary>
internal static class HarnessRun
{
    public static async Task<int> RunAsync()
    {
        await using var harness = new ConsumerHarness<TellingConsumer>();
        var message = TestMessage.Of("a value", key: "k", ("colour", "red")) with { Offset = 7, Timestamp = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero) };
        var outcome = await harness.GiveAsync(message);
        outcome.EnsureProcessed();
        return 0;
    }

    [SubscribesTo("harness")]
    private sealed class TellingConsumer : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken)
        {
            var (key, value) = (Encoding.UTF8.GetString(message.Key), Encoding.UTF8.GetString(message.Value));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Topic}[{message.Partition}] at {message.Offset}, {message.Timestamp:O}, epoch {message.LeaderEpoch?.ToString(CultureInfo.InvariantCulture) ?? "none"}, key {key}, colour: {message.Headers["colour"]}, {value}"));
            return Task.CompletedTask;
        }
    }
}
