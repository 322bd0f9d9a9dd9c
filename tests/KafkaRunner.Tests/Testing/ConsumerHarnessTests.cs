using System.Text.Json;
using KafkaRunner.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Testing;

public sealed class ConsumerHarnessTests
{
    private readonly Notes _notes = new();

    [Fact]
    public async Task A_consumer_gets_value_key_headers_place_attempt_and_fake_time()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 4, 2, 1, 42, 33, TimeSpan.Zero));
        await using var harness = Harness(time: time);
        var message = TestMessage.Of(new Order(1, "red"), "1", ("tenant", "blue"));
        Assert.True((await harness.GiveAsync(message)).EnsureProcessed().IsProcessed);
        time.Advance(TimeSpan.FromHours(1));
        await harness.GiveAsync(message with { Topic = "returns", Partition = 2, Offset = 41, Attempt = 3, Timestamp = DateTimeOffset.UnixEpoch });
        await harness.GiveAsync(message with { Topic = "returns", Partition = 2 });
        Assert.Equal(
            [
                "orders[0] at 0 1 red blue 1 2025-04-02T01:42:33 2025-04-02T01:42:33",
                "returns[2] at 41 1 red blue 3 1970-01-01T00:00:00 2025-04-02T02:42:33",
                "returns[2] at 42 1 red blue 1 2025-04-02T02:42:33 2025-04-02T02:42:33",
            ],
            _notes.All.Where(note => note.Contains('[')));
    }

    [Fact]
    public async Task JSON_text_is_read_as_the_broker_s_bytes_would_be()
    {
        await using var harness = Harness();
        (await harness.GiveAsync(TestMessage.Of("""{"id":7,"colour":"green"}"""))).EnsureProcessed();
        Assert.Equal(new Order(7, "painted green"), harness.Produced[0].ReadJson<Order>());
    }

    [Fact]
    public async Task Values_are_written_with_the_options_that_the_consumer_reads_them_with()
    {
        var json = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper };
        await using var harness = new ConsumerHarness<OrderConsumer>(Register, runner => runner.UseJson(json).ConfigureProducer(producer => producer.JsonOptions = json));
        (await harness.GiveAsync(TestMessage.Of(new Order(1, "red")))).EnsureProcessed();
        Assert.Equal("""{"ID":1,"COLOUR":"painted red"}""", harness.Produced.Single().Text);
    }

    [Fact]
    public async Task Each_message_has_a_scope_of_its_own_which_ends_with_it()
    {
        await using var harness = Harness();
        await harness.GiveAsync([TestMessage.Of(new Order(1, "red")), TestMessage.Of(new Order(2, "blue"))]);
        Assert.Equal(2, _notes.All.Where(note => Guid.TryParse(note, out _)).Distinct().Count());
        Assert.Equal(2, _notes.DisposedStores);
    }

    [Fact]
    public async Task A_failed_message_shows_its_exception_and_holds_up_nothing()
    {
        await using var harness = Harness();
        var outcomes = await harness.GiveAsync([TestMessage.Of(new Order(1, "black")), TestMessage.Of(new Order(2, "blue"))]);
        Assert.Equal([MessageState.Failed, MessageState.Processed], outcomes.Select(outcome => outcome.State));
        var failed = Assert.Single(harness.Failed);
        Assert.Equal("orders[0] at 0: Failed: There is no black.", failed.ToString());
        Assert.Equal("There is no black.", Assert.Throws<InvalidOperationException>(failed.EnsureProcessed).Message);
        Assert.Equal(1, Assert.Single(harness.Processed).Offset);
        Assert.Equal("painted blue", Assert.Single(harness.Produced).ReadJson<Order>()!.Colour);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_never_reaches_the_consumer()
    {
        await using var harness = Harness();
        var outcome = await harness.GiveAsync(TestMessage.Of("no json"));
        Assert.Equal(MessageState.Unreadable, outcome.State);
        Assert.NotNull(outcome.Exception);
        Assert.Throws<InvalidOperationException>(outcome.EnsureProcessed);
        Assert.Empty(_notes.All);
    }

    [Fact]
    public async Task A_tombstone_goes_to_the_method_for_it()
    {
        await using var harness = Harness();
        (await harness.GiveAsync(TestMessage.Tombstone("9"))).EnsureProcessed();
        Assert.Equal(["deleted 9"], _notes.All);
    }

    [Fact]
    public async Task A_cancelled_message_is_neither_processed_nor_failed()
    {
        await using var harness = Harness();
        var outcome = await harness.GiveAsync(TestMessage.Of(new Order(1, "red")), new CancellationToken(canceled: true));
        Assert.Equal(MessageState.Cancelled, outcome.State);
        Assert.Throws<OperationCanceledException>(outcome.EnsureProcessed);
    }

    [Fact]
    public async Task What_cannot_be_delivered_fails_the_message_as_it_would_for_real()
    {
        await using var harness = Harness();
        harness.Producer.Fails = message => message.Key == "1" ? new MessageDeliveryException(message.Topic, "no", mayHaveBeenWritten: false, "Wait.") : null;
        var outcomes = await harness.GiveAsync([TestMessage.Of(new Order(1, "red"), "1"), TestMessage.Of(new Order(2, "red"), "2")]);
        Assert.IsType<MessageDeliveryException>(outcomes[0].Exception);
        Assert.Equal(MessageState.Failed, outcomes[0].State);
        Assert.Equal("1", Assert.Single(harness.Producer.Undelivered).Key);
        Assert.Equal("2", Assert.Single(harness.Produced).Key);
    }

    [Fact]
    public async Task A_raw_consumer_gets_the_bytes_as_they_are()
    {
        await using var harness = new ConsumerHarness<BytesConsumer>(Register);
        await harness.GiveAsync([TestMessage.Of(new byte[] { 1, 2 }), TestMessage.Of(Array.Empty<byte>(), ""), TestMessage.Tombstone(null)]);
        Assert.Equal(["False False 0102", "True False ", "False True "], _notes.All);
    }

    [Fact]
    public async Task Batches_are_of_one_partition_and_no_larger_than_their_size()
    {
        await using var harness = new ConsumerHarness<OrderBatchConsumer>(Register);
        TestMessage a = TestMessage.Of(new Order(1, "a")), b = a with { Partition = 1 };
        await harness.GiveAsync([a, TestMessage.Tombstone("1"), a, a, b, b]);
        Assert.Equal(["orders[0] 0-2: a - a", "orders[0] 3-3: a", "orders[1] 0-1: a a"], _notes.All);
    }

    [Fact]
    public async Task A_batch_ends_before_what_cannot_be_read()
    {
        await using var harness = new ConsumerHarness<OrderBatchConsumer>(Register);
        var outcomes = await harness.GiveAsync([TestMessage.Of(new Order(1, "a")), TestMessage.Of("no json"), TestMessage.Of(new Order(3, "c"))]);
        Assert.Equal([MessageState.Processed, MessageState.Unreadable, MessageState.NotReached], outcomes.Select(outcome => outcome.State));
        Assert.Equal(["orders[0] 0-0: a"], _notes.All);
    }

    [Fact]
    public async Task A_failed_batch_fails_each_of_its_messages()
    {
        await using var harness = new ConsumerHarness<OrderBatchConsumer>(Register);
        _notes.All.AddRange(Enumerable.Repeat("", 8));
        var outcomes = await harness.GiveAsync([TestMessage.Of(new Order(1, "a")), TestMessage.Of(new Order(2, "b"))]);
        Assert.All(outcomes, outcome => Assert.Equal("The ninth fails.", outcome.Exception!.Message));
    }

    [Fact]
    public async Task Middlewares_run_around_the_consumer()
    {
        await using var harness = new ConsumerHarness<BytesConsumer>(Register, runner => runner.Use<NotingMiddleware>());
        await harness.GiveAsync(TestMessage.Of("A"));
        Assert.Equal(["before 0", "False False 41", "after"], _notes.All);
    }

    [Fact]
    public void A_service_that_is_missing_is_told_at_once()
    {
        var exception = Assert.Throws<KafkaRunnerConfigurationException>(() => new ConsumerHarness<BytesConsumer>());
        Assert.Contains("needs a Notes", exception.Message);
    }

    [Fact]
    public async Task A_service_of_the_test_wins_over_the_harness_s_own()
    {
        var own = new FakeKafkaProducer();
        await using var harness = new ConsumerHarness<OrderConsumer>(services =>
        {
            Register(services);
            services.AddSingleton<IKafkaProducer>(own);
        });
        await harness.GiveAsync(TestMessage.Of(new Order(1, "red")));
        Assert.Single(own.Produced);
        Assert.Empty(harness.Produced);
    }

    [Fact]
    public void A_place_or_an_attempt_that_cannot_be_is_refused()
    {
        var message = TestMessage.Of("{}");
        Assert.Throws<ArgumentOutOfRangeException>(() => message with { Partition = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => message with { Offset = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => message with { Attempt = 0 });
    }

    [Fact]
    public async Task A_harness_that_was_disposed_takes_no_more_messages()
    {
        var harness = Harness();
        await harness.DisposeAsync();
        await harness.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => harness.GiveAsync(TestMessage.Of("{}")));
    }

    private ConsumerHarness<OrderConsumer> Harness(TimeProvider? time = null) => new(Register, time: time);

    private void Register(IServiceCollection services) => services.AddSingleton(_notes).AddScoped<OrderStore>();
}
