using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.IntegrationTests.Client;

/// <summary>A member on the native client that opens what it is assigned, and is polled and read by hand.</summary>
internal sealed class ModelFactsMember : IGroupEvents, IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    public ModelFactsMember(string brokers, string topic, string group, string strategy = "cooperative-sticky")
    {
        (Topic, Group) = (topic, group);
        var config = new ConsumerConfig { BootstrapServers = brokers, GroupId = group, EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest };
        config.Set("partition.assignment.strategy", strategy);
        Client = new NativeGroupClient(config, NullLogger.Instance);
        Client.Subscribe([topic], this);
    }

    public string Topic { get; }

    public string Group { get; }

    public NativeGroupClient Client { get; }

    /// <summary>Gets the sources of what is assigned, by partition.</summary>
    public SortedDictionary<int, IPartitionSource> Sources { get; } = [];

    public IPartitionSource First => Sources[0];

    /// <summary>Gets the offsets that were read, in their order.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>Gets how often it was assigned something, or nothing.</summary>
    public int Heard { get; private set; }

    public TopicPartition Partition(int number) => new(Topic, number);

    public async Task PollUntil(string what, Func<bool> isSo, params ModelFactsMember[] others) => await Eventually.Until(what, () =>
    {
        Client.Poll(Slice);
        foreach (var other in others) other.Client.Poll(Slice);
        return isSo();
    });

    public Task ReadUntil(int count) => PollUntil($"{count} are read", () =>
    {
        foreach (var source in Sources.Values) Read(100, source);
        return Offsets.Count >= count;
    });

    public int Read(int most) => Read(most, First);

    public int Read(int most, IPartitionSource source)
    {
        MessageSlot[] slots = [.. Enumerable.Range(0, most).Select(_ => new MessageSlot(Topic, source.Partition.Partition))];
        var count = source.Read(slots);
        foreach (var slot in slots[..count])
        {
            Offsets.Add(slot.Offset);
            slot.Release();
        }

        return count;
    }

    public void Dispose()
    {
        Client.Close(TimeSpan.FromSeconds(10));
        Client.Dispose();
    }

    void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Heard++;
        foreach (var partition in partitions) Sources[partition.Partition] = Client.Open(partition, static () => { });
    }

    void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions) => Drop(partitions);

    void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Drop(partitions);

    void IGroupEvents.Failed(ClientFailure failure)
    {
    }

    private void Drop(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (Sources.Remove(partition.Partition, out var source)) source.Dispose();
        }
    }
}
