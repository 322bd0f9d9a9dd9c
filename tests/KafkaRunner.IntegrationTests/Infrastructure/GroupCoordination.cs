using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using static KafkaRunner.IntegrationTests.Infrastructure.WireProtocol;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>The broker that coordinates a group.</summary>
internal sealed record Coordinator(int Node, string Server);

/// <summary>A group as its coordinator describes it: its state in Kafka's words, and how many members it has.</summary>
internal sealed record GroupDescription(string State, int Members);

/// <summary>
/// Asks who coordinates a group, and how a group of the classic protocol stands. Not through Confluent's admin client: where a coordinator ends while it
/// is asked about its groups, librdkafka (2.16) ends the process, by an assertion.
/// </summary>
/// <remarks>FindCoordinator version 1, DescribeGroups version 0. The assertion: https://github.com/confluentinc/librdkafka/issues/4605.</remarks>
internal static class GroupCoordination
{
    private const short FindCoordinator = 10;
    private const short DescribeGroups = 15;

    /// <returns>Null while nobody does, or nobody tells.</returns>
    public static async Task<Coordinator?> Coordinator(string brokers, string group)
    {
        foreach (var server in brokers.Split(','))
        {
            try
            {
                var answer = await Ask(server, FindCoordinator, version: 1, [.. Text(group), 0]);
                var at = 4 + 2 + 2 + Math.Max(Length(answer, 4 + 2), (short)0);      // throttle time, error, message
                var node = BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(at));
                var host = Encoding.UTF8.GetString(answer, at + 6, Length(answer, at + 4));
                var port = BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(at + 6 + host.Length));
                if (Length(answer, 4) == 0) return new Coordinator(node, $"{host}:{port}");
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // This one is down.
            }
        }

        return null;
    }

    public static async Task<GroupDescription> Describe(string brokers, string group)
    {
        var coordinator = await Eventually.Until<Coordinator?>($"somebody coordinates {group}", () => Coordinator(brokers, group), found => found is not null);
        var answer = await Ask(coordinator!.Server, DescribeGroups, version: 0, [.. Number(1), .. Text(group)]);
        var at = 4 + 2;     // groups, error
        at += 2 + Length(answer, at);       // name
        var state = Encoding.UTF8.GetString(answer, at + 2, Length(answer, at));
        at += 2 + state.Length;
        at += 2 + Length(answer, at);       // kind of protocol
        at += 2 + Length(answer, at);       // protocol
        return new GroupDescription(state, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(at)));
    }

    private static short Length(byte[] answer, int at) => BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(at));
}
