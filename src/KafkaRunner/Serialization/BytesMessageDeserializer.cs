namespace KafkaRunner.Serialization;

/// <summary>Copies the bytes, so that a consumer may keep them.</summary>
internal sealed class BytesMessageDeserializer : IMessageDeserializer<byte[]>
{
    public byte[] Deserialize(ReadOnlySpan<byte> value, Message message) => value.ToArray();
}
