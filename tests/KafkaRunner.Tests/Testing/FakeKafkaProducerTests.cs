using KafkaRunner.Testing;

namespace KafkaRunner.Tests.Testing;

public sealed class FakeKafkaProducerTests
{
    private readonly FakeKafkaProducer _producer = new();

    [Fact]
    public async Task Offsets_count_up_in_each_partition()
    {
        Assert.Equal("mails[0] at 0", (await _producer.DeliverAsync("mails", "a")).ToString());
        Assert.Equal("mails[2] at 0", (await _producer.DeliverAsync("mails", "b", options: new ProduceOptions { Partition = 2 })).ToString());
        Assert.Equal("mails[0] at 1", (await _producer.DeliverAsync("mails", "c")).ToString());
    }

    [Fact]
    public async Task What_was_produced_stays_as_it_was()
    {
        byte[] bytes = [65];
        var headers = new MessageHeaders { { "tenant", "blue" } };
        await _producer.DeliverAsync("mails", bytes, "k", new ProduceOptions { Headers = headers, PartitionKey = "p", Timestamp = DateTimeOffset.UnixEpoch });
        bytes[0] = 66;
        headers.Add("late", "x");
        var message = Assert.Single(_producer.Produced);
        Assert.Equal(("A", "k", "p", DateTimeOffset.UnixEpoch, 1), (message.Text, message.Key, message.PartitionKey, message.Timestamp, message.Headers.Count));
    }

    [Fact]
    public void A_report_tells_what_the_test_has_scripted()
    {
        var reports = new List<DeliveryReport>();
        _producer.Fails = message => message.Text == "b" ? new MessageDeliveryException(message.Topic, "too large", mayHaveBeenWritten: false, "Shrink it.") : null;
        _producer.Enqueue("mails", "a", onDelivered: reports.Add);
        _producer.Enqueue("mails", "b", onDelivered: reports.Add);
        Assert.Equal([true, false], reports.Select(report => report.IsDelivered));
        Assert.Equal("too large", reports[1].Error!.Reason);
    }

    [Fact]
    public async Task A_tombstone_has_no_value_to_read()
    {
        await _producer.DeliverAsync<string?>("mails", null, "k");
        var message = Assert.Single(_producer.Produced);
        Assert.Null(message.Value);
        Assert.Null(message.Text);
        Assert.Throws<InvalidOperationException>(() => message.ReadJson<string>());
    }
}
