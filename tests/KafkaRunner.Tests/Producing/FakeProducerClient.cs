using System.Collections.Concurrent;
using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

/// <summary>A client whose room, answers and breakdowns the test decides.</summary>
internal sealed class FakeProducerClient : IProducerClient
{
    private readonly ConcurrentQueue<(OutgoingMessage Message, Action<DeliveryReport> OnReport)> _accepted = new();
    private volatile bool _closed;

    public int Room { get; set; } = int.MaxValue;

    public int Partitions { get; set; } = 4;

    public int Refusals { get; private set; }

    public int Purges { get; private set; }

    public bool IsDisposed => _closed;

    public IEnumerable<OutgoingMessage> Accepted => _accepted.Select(entry => entry.Message);

    public Acceptance TryProduce(OutgoingMessage message, Action<DeliveryReport> onReport)
    {
        if (_closed) return Acceptance.Closed;
        if (_accepted.Count >= Room)
        {
            Refusals++;
            return Acceptance.Full;
        }

        _accepted.Enqueue((message, onReport));
        return Acceptance.Accepted;
    }

    public int CountPartitions(string topic, TimeSpan timeout) => Partitions;

    public void Hurry(TimeSpan time) => Thread.Yield();

    public void Purge()
    {
        Purges++;
        while (_accepted.TryDequeue(out var entry)) entry.OnReport(Failed(entry.Message));
    }

    public void Dispose()
    {
        _closed = true;
        Purge();
    }

    public void DeliverNext()
    {
        Assert.True(_accepted.TryDequeue(out var entry), "Nothing was accepted.");
        entry.OnReport(DeliveryReport.Delivered(new DeliveryResult(entry.Message.Topic, entry.Message.Partition ?? 0, 42, DateTimeOffset.UnixEpoch)));
    }

    public void FailNext()
    {
        Assert.True(_accepted.TryDequeue(out var entry), "Nothing was accepted.");
        entry.OnReport(Failed(entry.Message));
    }

    private static DeliveryReport Failed(OutgoingMessage message) =>
        DeliveryReport.Failed(new MessageDeliveryException(message.Topic, "it failed", mayHaveBeenWritten: false, "Try again."));
}
