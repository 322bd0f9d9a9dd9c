using System.Text;

namespace KafkaRunner.Serialization;

/// <summary>Reads UTF-8 text; bytes that are none are unreadable, not replaced.</summary>
internal sealed class TextMessageDeserializer : IMessageDeserializer<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Deserialize(ReadOnlySpan<byte> value, Message message) => Strict.GetString(value);
}
