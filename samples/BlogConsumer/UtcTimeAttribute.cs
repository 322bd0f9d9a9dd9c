using System.Text.Json.Serialization;

namespace Blogs;

/// <summary>Writes a time to JSON in UTC and in this format; reads any ISO 8601 time.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UtcTimeAttribute(string format) : JsonConverterAttribute
{
    public string Format => format;

    public override JsonConverter CreateConverter(Type typeToConvert) => new UtcTimeConverter(format);
}
