using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Asks one broker in Kafka's own protocol, for what Confluent's client does not tell or cannot be asked.</summary>
/// <remarks>Requests with header version 1, see https://kafka.apache.org/protocol.</remarks>
internal static class WireProtocol
{
    /// <param name="server">Its address: <c>host:port</c>.</param>
    /// <param name="api">The request's key.</param>
    /// <param name="version">Its version.</param>
    /// <param name="body">What follows the header.</param>
    /// <returns>What follows the answer's header.</returns>
    public static async Task<byte[]> Ask(string server, short api, short version, byte[] body)
    {
        var address = server.Split(':');
        using var client = new TcpClient();
        using var deadline = new CancellationTokenSource(Eventually.DefaultTimeout);
        await client.ConnectAsync(address[0], int.Parse(address[1], CultureInfo.InvariantCulture), deadline.Token);
        byte[] request = [.. Short(api), .. Short(version), .. Number(1), .. Text("tests"), .. body];
        byte[] framed = [.. Number(request.Length), .. request];
        await client.GetStream().WriteAsync(framed, deadline.Token);
        var head = new byte[8];     // length, correlation id
        await client.GetStream().ReadExactlyAsync(head, deadline.Token);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 4];
        await client.GetStream().ReadExactlyAsync(answer, deadline.Token);
        return answer;
    }

    public static byte[] Short(short value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Text(string text) => [.. Short((short)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}
