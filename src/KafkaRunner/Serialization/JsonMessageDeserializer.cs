using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KafkaRunner.Serialization;

/// <summary>Reads JSON from the borrowed bytes, without a copy.</summary>
internal sealed class JsonMessageDeserializer<T>(JsonSerializerOptions options) : IMessageDeserializer<T>
{
    private readonly JsonTypeInfo<T> _type = TypeIn(options);

    public T? Deserialize(ReadOnlySpan<byte> value, Message message) => JsonSerializer.Deserialize(value, _type);

    private static JsonTypeInfo<T> TypeIn(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);    // as JsonSerializer does: new options know no types before
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
