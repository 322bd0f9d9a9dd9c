namespace KafkaRunner.Configuration;

/// <summary>The layer of <c>KAFKARUNNER_*</c> variables.</summary>
internal static class EnvironmentLayer
{
    /// <summary>How messages name it.</summary>
    public const string Name = "the environment";

    private const string ConsumersPrefix = OptionNames.VariablePrefix + "CONSUMERS__";

    public static SettingLayer Of(IReadOnlyDictionary<string, string> variables) =>
        new(Name, SettingSource.Variables, [.. variables.Where(IsOurs).Select(variable => SettingOf(variable.Key, variable.Value))]);

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }

    /// <summary>An empty variable counts as unset; <c>KafkaRunner__CommitInterval</c> is .NET's own form, read by its provider.</summary>
    private static bool IsOurs(KeyValuePair<string, string> variable) =>
        !string.IsNullOrWhiteSpace(variable.Value)
        && variable.Key.StartsWith(OptionNames.VariablePrefix, StringComparison.OrdinalIgnoreCase)
        && !variable.Key.AsSpan(OptionNames.VariablePrefix.Length).StartsWith("_");

    private static Setting SettingOf(string variable, string text)
    {
        if (!variable.StartsWith(ConsumersPrefix, StringComparison.OrdinalIgnoreCase)) return new Setting(null, NameOf(variable), text, variable, variable);
        var rest = variable[ConsumersPrefix.Length..];
        var parting = rest.IndexOf("__", StringComparison.Ordinal);
        if (parting < 0) return new Setting(null, variable, text, variable, variable);
        return new Setting(rest[..parting], NameOf(OptionNames.VariablePrefix + rest[(parting + 2)..]), text, variable, variable);
    }

    /// <summary>The variable itself, or the key of the librdkafka property that it means.</summary>
    private static string NameOf(string variable)
    {
        foreach (var section in KnownSettings.Sections)
        {
            var kafka = section.Length == 0 ? OptionNames.Kafka : $"{section}:{OptionNames.Kafka}";
            var prefix = OptionNames.VariableOf(kafka) + "_";
            if (variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return $"{kafka}:{variable[prefix.Length..].Replace('_', '.').ToLowerInvariant()}";
        }

        return variable;
    }
}
