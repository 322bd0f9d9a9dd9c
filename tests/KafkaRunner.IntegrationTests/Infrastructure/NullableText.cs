using System.Text;
using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Writes text as UTF-8, and null as Kafka's null.</summary>
internal sealed class NullableText : ISerializer<string?>
{
    public static readonly NullableText Serializer = new();

    public byte[] Serialize(string? data, SerializationContext context) => data is null ? null! : Encoding.UTF8.GetBytes(data);
}
