using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KafkaRunner.Serialization;

/// <summary>Reads JSON from the borrowed bytes, without a copy.</summary>
internal sealed class JsonMessageDeserializer<T>(JsonSerializerOptions options) : IMessageDeserializer<T>
{
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    public T? Deserialize(ReadOnlySpan<byte> value, Message message) => JsonSerializer.Deserialize(value, _type);
}
