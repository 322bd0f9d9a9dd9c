using KafkaRunner.Diagnostics;
using KafkaRunner.Producing;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Producing;

public sealed class KafkaProducerTests : IAsyncDisposable
{
    private readonly ProducerOptions _options = new() { BufferTimeout = TimeSpan.FromMilliseconds(50), FlushTimeout = TimeSpan.FromMilliseconds(50) };
    private readonly RecordingLogger _logger = new();
    private readonly List<FakeProducerClient> _clients = [];
    private readonly KafkaProducer _producer;
    private Action<IProducerClient, string>? _break;

    public KafkaProducerTests()
    {
        _producer = new KafkaProducer(_options, _logger, TimeProvider.System, onBroken =>
        {
            _break = onBroken;
            _clients.Add(new FakeProducerClient());
            return _clients[^1];
        });
    }

    private FakeProducerClient Client => _clients[^1];

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    [Fact]
    public async Task The_client_is_made_when_first_used()
    {
        await _producer.FlushAsync();
        Assert.Empty(_clients);
        _producer.Enqueue("orders", "one");
        _producer.Enqueue("orders", "two");
        Assert.Single(_clients);
    }

    [Fact]
    public async Task An_awaited_delivery_ends_with_its_place()
    {
        var delivery = _producer.DeliverAsync("orders", "one", "key");
        Assert.False(delivery.IsCompleted);
        Client.DeliverNext();
        Assert.Equal("orders[0] at 42", (await delivery).ToString());
    }

    [Fact]
    public async Task An_awaited_delivery_that_fails_throws()
    {
        var delivery = _producer.DeliverAsync("orders", "one");
        Client.FailNext();
        var failure = await Assert.ThrowsAsync<MessageDeliveryException>(() => delivery);
        Assert.Equal("orders", failure.Topic);
        Assert.Empty(_logger.Lines);    // the caller knows
    }

    [Fact]
    public async Task A_failure_after_the_caller_stopped_waiting_is_logged()
    {
        using var cancellation = new CancellationTokenSource();
        var delivery = _producer.DeliverAsync("orders", "one", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);
        Client.FailNext();
        await Eventually.Until("the failure is logged", () => _logger.Texts(LogEvents.DeliveryFailed).Any());
    }

    [Fact]
    public void A_failure_nobody_is_told_of_is_logged_once_per_topic_and_reason()
    {
        for (var i = 0; i < 3; i++) _producer.Enqueue("orders", "one");
        for (var i = 0; i < 3; i++) Client.FailNext();
        var line = Assert.Single(_logger.Lines);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("Message not delivered to orders: it failed.", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_gets_the_report()
    {
        var reports = new List<DeliveryReport>();
        _producer.Enqueue("orders", "one", onDelivered: reports.Add);
        _producer.Enqueue("orders", "two", onDelivered: reports.Add);
        Client.DeliverNext();
        Client.FailNext();
        Assert.Equal(42, reports[0].Result?.Offset);
        Assert.False(reports[1].IsDelivered);
        Assert.Equal("it failed", reports[1].Error?.Reason);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task A_callback_that_throws_is_logged_and_touches_no_other_message()
    {
        var reported = 0;
        _producer.Enqueue("orders", "one", onDelivered: _ => throw new InvalidOperationException("mine"));
        _producer.Enqueue("orders", "two", onDelivered: _ => reported++);
        Client.DeliverNext();
        Client.DeliverNext();
        await _producer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, reported);
        Assert.Equal(LogEvents.DeliveryCallbackFailed, Assert.Single(_logger.Lines).Id);
    }

    [Fact]
    public async Task A_flush_ends_with_the_last_report_of_what_was_accepted_before_it()
    {
        _producer.Enqueue("orders", "one");
        var flush = _producer.FlushAsync();
        _producer.Enqueue("orders", "two");
        Assert.False(flush.IsCompleted);
        Client.DeliverNext();
        await flush.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Single(Client.Accepted);
    }

    [Fact]
    public async Task A_cancelled_flush_leaves_the_messages_queued()
    {
        _producer.Enqueue("orders", "one");
        using var cancellation = new CancellationTokenSource();
        var flush = _producer.FlushAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.Single(Client.Accepted);
    }

    [Fact]
    public async Task A_full_buffer_is_waited_for()
    {
        _options.BufferTimeout = TimeSpan.FromMinutes(1);
        _producer.Enqueue("orders", "one");
        Client.Room = 1;
        var enqueue = Task.Run(() => _producer.Enqueue("orders", "two"));
        var delivery = Task.Run(() => _producer.DeliverAsync("orders", "three"));
        await Eventually.Until("both were refused", () => Client.Refusals > 1);
        Client.DeliverNext();
        Client.Room = 2;
        await enqueue.WaitAsync(TimeSpan.FromSeconds(5));
        await Eventually.Until("both are accepted", () => Client.Accepted.Count() == 2);
        Client.DeliverNext();
        Client.DeliverNext();
        await delivery.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_buffer_that_stays_full_refuses_the_message()
    {
        _producer.Enqueue("orders", "one");
        Client.Room = 1;
        var refusal = Assert.Throws<MessageDeliveryException>(() => _producer.Enqueue("orders", "two"));
        Assert.Contains("BufferTimeout", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.MayHaveBeenWritten);
        await Assert.ThrowsAsync<MessageDeliveryException>(() => _producer.DeliverAsync("orders", "two"));
        Client.DeliverNext();
        await _producer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(5));    // a refused one does not count
    }

    [Fact]
    public void A_callback_never_waits_for_room()
    {
        _options.BufferTimeout = TimeSpan.FromDays(1);
        MessageDeliveryException? refusal = null;
        _producer.Enqueue("orders", "one", onDelivered: _ =>
        {
            Client.Room = 0;
            refusal = Assert.Throws<MessageDeliveryException>(() => _producer.Enqueue("orders", "two"));
        });
        Client.DeliverNext();
        Assert.Contains("callback", refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_key_chooses_the_partition_and_an_explicit_partition_wins()
    {
        _producer.Enqueue("orders", "one", options: new() { PartitionKey = "123456789" });
        _producer.Enqueue("orders", "two", "key", new() { PartitionKey = "123456789", Partition = 1 });
        _producer.Enqueue("orders", "three", "key");
        Assert.Equal([2, 1, null], Client.Accepted.Select(message => message.Partition));
        Assert.Equal([null, "key"u8.ToArray(), "key"u8.ToArray()], Client.Accepted.Select(message => message.Key));
    }

    [Fact]
    public void A_partition_key_needs_the_partitioner_it_follows()
    {
        _options.Kafka["partitioner"] = "murmur2_random";
        var refusal = Assert.Throws<NotSupportedException>(() => _producer.Enqueue("orders", "one", options: new() { PartitionKey = "a" }));
        Assert.Contains("murmur2_random", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_partition_or_an_empty_topic_is_an_argument_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _producer.Enqueue("orders", "one", options: new() { Partition = -1 }));
        Assert.Throws<ArgumentException>(() => _producer.Enqueue("", "one"));
    }

    [Fact]
    public async Task A_broken_client_fails_its_messages_and_gives_way_to_a_new_one()
    {
        var failed = 0;
        _producer.Enqueue("orders", "one", onDelivered: report => Interlocked.Add(ref failed, report.IsDelivered ? 0 : 1));
        var broken = Client;
        _break!(broken, "out of order");
        _break!(broken, "out of order");
        _producer.Enqueue("orders", "two");
        Assert.Equal(2, _clients.Count);
        await Eventually.Until("the old client is gone", () => broken.IsDisposed && Volatile.Read(ref failed) == 1);
        Assert.Single(_logger.Lines, line => line.Id == LogEvents.ProducerReplaced);
        Assert.Single(Client.Accepted);
    }

    [Fact]
    public async Task What_a_stop_cannot_deliver_fails_and_is_counted_and_logged()
    {
        var reports = new List<DeliveryReport>();
        for (var i = 0; i < 3; i++) _producer.Enqueue("orders", "one", onDelivered: reports.Add);
        Client.DeliverNext();
        Assert.Equal(2, await _producer.FlushOrGiveUpAsync(CancellationToken.None));
        Assert.Equal([true, false, false], reports.Select(report => report.IsDelivered));
        var line = Assert.Single(_logger.Lines);
        Assert.Equal((LogLevel.Error, LogEvents.GivenUpAtStop), (line.Level, line.Id));
        Assert.StartsWith("2 messages were given up", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_with_everything_delivered_purges_nothing()
    {
        _producer.Enqueue("orders", "one");
        Client.DeliverNext();
        Assert.Equal(0, await _producer.FlushOrGiveUpAsync(CancellationToken.None));
        Assert.Equal(0, Client.Purges);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task After_the_end_nothing_is_accepted()
    {
        _producer.Enqueue("orders", "one");
        Client.DeliverNext();
        await _producer.DisposeAsync();
        await _producer.DisposeAsync();
        Assert.True(Client.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => _producer.Enqueue("orders", "two"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _producer.DeliverAsync("orders", "two"));
        Assert.Contains(_logger.Lines, line => line.Text == "The producer stopped: 1 messages delivered, 0 not");
    }
}
