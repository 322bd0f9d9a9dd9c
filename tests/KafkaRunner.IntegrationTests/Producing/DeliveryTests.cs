using System.Collections.Concurrent;
using KafkaRunner.IntegrationTests.Infrastructure;
using static KafkaRunner.IntegrationTests.Producing.ProducerScenario;

namespace KafkaRunner.IntegrationTests.Producing;

public sealed class DeliveryTests(TestBroker broker)
{
    [Fact]
    public async Task A_message_arrives_with_its_value_key_headers_and_time()
    {
        var topic = await broker.CreateTopic();
        var time = new DateTimeOffset(2025, 4, 2, 1, 42, 33, 49, TimeSpan.Zero);
        await using var producer = Producer(broker.BootstrapServers);
        var result = await producer.DeliverAsync(topic, new { BlogId = 1 }, "key", new()
        {
            Headers = new() { { "tenant", "blue" }, { "tenant", "red" }, { "none", (byte[]?)null }, { "empty", "" } },
            Timestamp = time,
        });
        Assert.Equal($"{topic}[0] at 0", $"{result}");
        if (broker.IsReal) Assert.Equal(time, result.Timestamp);    // the embedded one answers with its own time

        var message = Assert.Single(Read(broker.BootstrapServers, topic, 1)).Message;
        Assert.Equal("""{"blogId":1}""", Text(message.Value));
        Assert.Equal("key", Text(message.Key));
        Assert.Equal(["tenant=blue", "tenant=red", "none=null", "empty="], message.Headers.Select(h => $"{h.Key}={Text(h.GetValueBytes()) ?? "null"}"));
        Assert.Equal(time.ToUnixTimeMilliseconds(), message.Timestamp.UnixTimestampMs);
    }

    [Fact]
    public async Task Null_and_empty_stay_apart()
    {
        var topic = await broker.CreateTopic();
        await using var producer = Producer(broker.BootstrapServers);
        await producer.DeliverAsync<string?>(topic, null, "key");
        await producer.DeliverAsync(topic, "", "");
        await producer.DeliverAsync(topic, "no key");
        var messages = Read(broker.BootstrapServers, topic, 3);
        Assert.Equal([null, "", "no key"], messages.Select(m => Text(m.Message.Value)));
        Assert.Equal(["key", "", null], messages.Select(m => Text(m.Message.Key)));
    }

    [Fact]
    public async Task Ten_thousand_enqueued_messages_arrive_in_order_and_are_all_reported()
    {
        const int Count = 10_000;
        var topic = await broker.CreateTopic();
        var offsets = new ConcurrentBag<long>();
        await using var producer = Producer(broker.BootstrapServers);
        for (var i = 0; i < Count; i++) producer.Enqueue(topic, $"{i}", onDelivered: report => offsets.Add(report.Result?.Offset ?? -1));
        await producer.FlushAsync().WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), offsets.Order());
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), Read(broker.BootstrapServers, topic, Count).Select(m => Text(m.Message.Value)));
    }

    [Fact]
    public async Task A_buffer_smaller_than_the_load_loses_nothing()
    {
        const int Count = 2_000;
        var topic = await broker.CreateTopic();
        var delivered = 0;
        await using var producer = Producer(broker.BootstrapServers, options => options.Kafka["queue.buffering.max.messages"] = "100");
        for (var i = 0; i < Count; i++) producer.Enqueue(topic, $"{i}", onDelivered: r => Interlocked.Add(ref delivered, r.IsDelivered ? 1 : 0));
        await producer.FlushAsync().WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(Count, delivered);
        Assert.Equal(Count, broker.EndOffsets(topic)[0]);
    }

    [Fact]
    public async Task A_partition_key_leads_where_the_same_key_leads()
    {
        var topic = await broker.CreateTopic(partitions: 7);
        await using var producer = Producer(broker.BootstrapServers);
        string[] keys = [.. Enumerable.Range(0, 50).Select(i => $"key-{i}"), "blåbær"];
        var byKey = await Task.WhenAll(keys.Select(key => producer.DeliverAsync(topic, "value", key)));
        var byPartitionKey = await Task.WhenAll(keys.Select(key => producer.DeliverAsync(topic, "value", options: new() { PartitionKey = key })));
        Assert.Equal(byKey.Select(result => result.Partition), byPartitionKey.Select(result => result.Partition));
        Assert.True(byKey.Select(result => result.Partition).Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_flush_does_not_wait_for_the_delivery_interval()
    {
        var topic = await broker.CreateTopic();
        await using var producer = Producer(broker.BootstrapServers, options => options.DeliveryInterval = TimeSpan.FromMinutes(2));
        producer.Enqueue(topic, "value");
        await producer.FlushAsync().WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(1, broker.EndOffsets(topic)[0]);
    }

    [Fact]
    public async Task Disposal_delivers_what_waits()
    {
        var topic = await broker.CreateTopic();
        var producer = Producer(broker.BootstrapServers);
        for (var i = 0; i < 1_000; i++) producer.Enqueue(topic, $"{i}");
        await producer.DisposeAsync();
        Assert.Equal(1_000, broker.EndOffsets(topic)[0]);
    }

    [Fact]
    public async Task A_message_that_is_refused_fails_alone()
    {
        var topic = await broker.CreateTopic();
        await using var producer = Producer(broker.BootstrapServers);
        var large = await Assert.ThrowsAsync<MessageDeliveryException>(() => producer.DeliverAsync(topic, new byte[2_000_000]));
        Assert.Equal("it is too large", large.Reason);
        Assert.False(large.MayHaveBeenWritten);
        Assert.Equal(0, (await producer.DeliverAsync(topic, "small")).Offset);

        var absent = await Assert.ThrowsAsync<MessageDeliveryException>(() => producer.DeliverAsync(topic, "value", options: new() { Partition = 9 }));
        Assert.Contains($"{topic}[9] does not exist", absent.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await producer.DeliverAsync(topic, "value")).Offset);
    }
}
