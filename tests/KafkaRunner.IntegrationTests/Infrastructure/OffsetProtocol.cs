using System.Buffers.Binary;
using System.Text;
using static KafkaRunner.IntegrationTests.Infrastructure.WireProtocol;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// Reads and writes committed offsets with their metadata, in Kafka's own protocol: Confluent's client hides the metadata.
/// For a cluster of one node and a group without members.
/// </summary>
/// <remarks>OffsetFetch version 5 and OffsetCommit version 6, see https://kafka.apache.org/protocol.</remarks>
internal static class OffsetProtocol
{
    private const short OffsetCommit = 8;
    private const short OffsetFetch = 9;

    public static async Task<StoredOffset> Read(string brokers, string group, string topic, int partition)
    {
        var answer = await Ask(brokers.Split(',')[0], OffsetFetch, version: 5, [.. Text(group), .. Number(1), .. Text(topic), .. Number(1), .. Number(partition)]);
        var at = 4 + 4 + 2 + topic.Length + 4 + 4;      // throttle time, topics, name, partitions, index
        var (offset, epoch) = (BinaryPrimitives.ReadInt64BigEndian(answer.AsSpan(at)), BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(at + 8)));
        var length = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(at + 12));
        AssertNoError(answer, at + 14 + length);
        return new StoredOffset(offset, epoch, Encoding.UTF8.GetString(answer, at + 14, length));
    }

    public static async Task Write(string brokers, string group, string topic, int partition, StoredOffset committed)
    {
        byte[] request =
        [
            .. Text(group), .. Number(-1), .. Text(""), .. Number(1), .. Text(topic), .. Number(1), .. Number(partition),
            .. Number((int)(committed.Offset >> 32)), .. Number((int)committed.Offset), .. Number(committed.LeaderEpoch), .. Text(committed.Metadata),
        ];
        var answer = await Ask(brokers.Split(',')[0], OffsetCommit, version: 6, request);
        AssertNoError(answer, 4 + 4 + 2 + topic.Length + 4 + 4);
    }

    private static void AssertNoError(byte[] answer, int at)
    {
        var error = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(at));
        Assert.True(error == 0, $"The coordinator answered with error {error}.");
    }
}
