namespace KafkaRunner.Configuration;

/// <summary>One value that a source gives.</summary>
/// <param name="Consumer">The consumer it is for, as the source names it; null for all.</param>
/// <param name="Name">The key below <c>KafkaRunner</c>, or the variable, without what leads to the consumer.</param>
/// <param name="Text">The value as written.</param>
/// <param name="Written">The key, variable or flag as written.</param>
/// <param name="Where">How an error names the place.</param>
internal sealed record Setting(string? Consumer, string Name, string Text, string Written, string Where)
{
    /// <summary>The librdkafka property that this sets in a section; null where it is none.</summary>
    /// <param name="section">Empty for <c>Kafka:…</c> at the top, else as in <c>Producer:Kafka:…</c>.</param>
    public string? KafkaPropertyIn(string section)
    {
        var prefix = section.Length == 0 ? $"{OptionNames.Kafka}:" : $"{section}:{OptionNames.Kafka}:";
        // A file may nest "security": { "protocol": … }; the properties themselves are in lower case.
        return Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? Name[prefix.Length..].Replace(':', '.').ToLowerInvariant() : null;
    }
}
