using System.Collections.Concurrent;
using KafkaRunner.Producing;
using KafkaRunner.Testing;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Producing;

/// <summary>Confluent.Kafka's producer alone cannot be told to fail what it holds. Every message gets its one report all the same.</summary>
public sealed class WithoutNativeFunctionsTests
{
    private const string Nowhere = "127.0.0.1:1";

    private readonly RecordingLogger _logger = new();
    private readonly ConcurrentQueue<DeliveryReport> _reports = new();

    [Fact]
    public async Task What_is_not_delivered_by_the_stop_is_failed_then()
    {
        var options = new ProducerOptions { Brokers = Nowhere, FlushTimeout = TimeSpan.Zero };
        await using var producer = new KafkaProducer(options, _logger, TimeProvider.System, onBroken => Client(options, onBroken));
        for (var i = 0; i < 10; i++) producer.Enqueue("orders", "value", onDelivered: _reports.Enqueue);
        var awaited = producer.DeliverAsync("orders", "value");

        Assert.Equal(11, await producer.FlushOrGiveUpAsync(CancellationToken.None));
        Assert.True((await Assert.ThrowsAsync<MessageDeliveryException>(() => awaited)).MayHaveBeenWritten);
        Assert.Equal(10, _reports.Count(report => report is { IsDelivered: false, Error.MayHaveBeenWritten: true }));
    }

    [Fact]
    public async Task A_message_that_came_in_after_the_flush_is_failed_when_the_client_ends()
    {
        var client = Client(new ProducerOptions { Brokers = Nowhere, DeliveryTimeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(Acceptance.Accepted, client.TryProduce(Message(), _reports.Enqueue));
        await Task.Run(client.Dispose);
        Assert.False(Assert.Single(_reports).IsDelivered);
        Assert.Equal(Acceptance.Closed, client.TryProduce(Message(), _reports.Enqueue));
        Assert.Single(_reports);
    }

    [Fact]
    public async Task A_message_that_was_failed_and_is_delivered_after_that_is_not_reported_again()
    {
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");
        kafka.StopBroker(1);
        using var client = Client(new ProducerOptions { Brokers = kafka.BootstrapServers, Kafka = { ["reconnect.backoff.max.ms"] = "200" } });
        client.TryProduce(Message(), _reports.Enqueue);
        client.Purge();
        Assert.False(Assert.Single(_reports).IsDelivered);

        var later = new ConcurrentQueue<DeliveryReport>();
        client.TryProduce(Message(), later.Enqueue);
        kafka.StartBroker(1);
        await Eventually.Until("the next one is delivered", () => !later.IsEmpty);
        Assert.Equal(1, Assert.Single(later).Result?.Offset);   // so the first one stands before it
        Assert.Single(_reports);
        client.Purge();
        Assert.Single(later);
    }

    [Fact]
    public void A_message_that_was_not_accepted_is_not_reported()
    {
        using var client = Client(new ProducerOptions
        {
            Brokers = Nowhere, DeliveryTimeout = TimeSpan.FromSeconds(1), Kafka = { ["queue.buffering.max.messages"] = "1" },
        });
        Assert.Equal(Acceptance.Accepted, client.TryProduce(Message(), _reports.Enqueue));
        Assert.Equal(Acceptance.Full, client.TryProduce(Message(), _reports.Enqueue));
        client.Purge();
        Assert.Single(_reports);
    }

    private static OutgoingMessage Message() => new("orders", key: null, "value"u8.ToArray(), options: null);

    private ConfluentProducerClient Client(ProducerOptions options, Action<IProducerClient, string>? onBroken = null) =>
        new(options, _logger, new OncePerMinute(TimeProvider.System), onBroken ?? ((_, _) => { }), native: _ => null);
}
