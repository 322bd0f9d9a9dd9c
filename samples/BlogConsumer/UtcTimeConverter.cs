using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blogs;

/// <summary>Does the work of <see cref="UtcTimeAttribute"/>.</summary>
internal sealed class UtcTimeConverter(string format) : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
}
