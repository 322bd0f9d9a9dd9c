using System.Diagnostics;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Testing;
using static KafkaRunner.IntegrationTests.Producing.ProducerScenario;

namespace KafkaRunner.IntegrationTests.Producing;

/// <summary>The brokers go away. What was accepted is delivered when they are back, or reported as failed; nothing is lost in silence.</summary>
public sealed class OutageTests
{
    private const string Nowhere = "127.0.0.1:1";

    [Fact]
    public async Task Messages_wait_for_a_broker_that_comes_back()
    {
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");
        await using var producer = Producer(kafka.BootstrapServers, options => options.Kafka["reconnect.backoff.max.ms"] = "200");
        await producer.DeliverAsync("orders", "before");
        kafka.StopBroker(1);
        var delivery = producer.DeliverAsync("orders", "during");
        var delivered = 0;
        for (var i = 0; i < 100; i++) producer.Enqueue("orders", $"{i}", onDelivered: r => Interlocked.Add(ref delivered, r.IsDelivered ? 1 : 0));
        kafka.StartBroker(1);
        await delivery.WaitAsync(Eventually.DefaultTimeout);
        await producer.FlushAsync().WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(100, delivered);
        Assert.Equal(102, Read(kafka.BootstrapServers, "orders", 102).Select(m => Text(m.Message.Value)).Distinct().Count());
    }

    [Fact]
    public async Task A_delivery_fails_after_its_timeout_and_says_what_to_do()
    {
        await using var producer = Producer(Nowhere, options => options.DeliveryTimeout = TimeSpan.FromMilliseconds(300));
        var failure = await Assert.ThrowsAsync<MessageDeliveryException>(
            () => producer.DeliverAsync("orders", "value").WaitAsync(Eventually.DefaultTimeout));
        Assert.Contains("DeliveryTimeout", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Nowhere, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.MayHaveBeenWritten);
    }

    [Fact]
    public async Task A_full_buffer_blocks_for_its_timeout_and_then_refuses()
    {
        await using var producer = Producer(Nowhere, options =>
        {
            options.BufferTimeout = TimeSpan.FromMilliseconds(300);
            options.FlushTimeout = TimeSpan.Zero;
            options.Kafka["queue.buffering.max.messages"] = "10";
        });
        var failed = 0;
        for (var i = 0; i < 10; i++) producer.Enqueue("orders", "value", onDelivered: r => Interlocked.Add(ref failed, r.IsDelivered ? 0 : 1));
        var start = Stopwatch.GetTimestamp();
        var refusal = Assert.Throws<MessageDeliveryException>(() => producer.Enqueue("orders", "one too many"));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(300), "It did not block.");
        Assert.Contains("BufferTimeout", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MessageDeliveryException>(() => producer.DeliverAsync("orders", "one too many"));

        Assert.Equal(10, await producer.FlushOrGiveUpAsync(CancellationToken.None));
        Assert.Equal(10, failed);
    }

    [Fact]
    public async Task A_cancelled_flush_leaves_messages_queued_and_disposal_reports_them()
    {
        var producer = Producer(Nowhere, options => options.FlushTimeout = TimeSpan.Zero);
        var failures = new List<DeliveryReport>();
        producer.Enqueue("orders", "value", onDelivered: failures.Add);
        using var cancellation = new CancellationTokenSource();
        var flush = producer.FlushAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.Empty(failures);
        await producer.DisposeAsync();
        Assert.False(Assert.Single(failures).IsDelivered);
    }
}
