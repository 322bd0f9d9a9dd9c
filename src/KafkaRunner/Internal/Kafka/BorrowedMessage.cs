using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a message in librdkafka's memory tells only when it is asked, and how it is given back.</summary>
/// <remarks>
/// None of it may be inlined into a slot, which serves every source: a native call may be resolved when the method that it was inlined
/// into is compiled, and where messages are read without native calls nothing has bound them.
/// </remarks>
internal static unsafe class BorrowedMessage
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CopyHeaders(NativeMessage* message, MessageHeaders headers)
    {
        if (rd_kafka_message_headers(message, out var list) != ErrorCode.NoError) return;
        for (nuint i = 0; rd_kafka_header_get_all(list, i, out var name, out var value, out var size) == ErrorCode.NoError; i++)
        {
            var text = Marshal.PtrToStringUTF8(name) ?? "";
            headers.Append(text, value == 0 ? null : new ReadOnlySpan<byte>((void*)value, (int)size).ToArray());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GiveBack(NativeMessage* message) => rd_kafka_message_destroy(message);
}
