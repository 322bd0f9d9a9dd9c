namespace KafkaRunner.App.CommandLine;

/// <summary>Reads the values of <c>--kafka name=value</c> into configuration keys.</summary>
internal static class KafkaFlag
{
    private const string Section = "KafkaRunner:Kafka:";

    /// <summary>Reads <paramref name="values"/>. A value may contain <c>=</c>, and may be empty.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">One is not <c>name=value</c>, or a name comes twice.</exception>
    public static Dictionary<string, string> Read(IEnumerable<string> values)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values)
        {
            var parts = value.Split('=', 2);
            var name = parts[0].Trim();
            if (parts.Length < 2 || name.Length == 0)
            {
                throw new KafkaRunnerConfigurationException(
                    "Command line: --kafka needs name=value, like --kafka security.protocol=SSL.");
            }

            if (!settings.TryAdd(Section + name, parts[1]))
            {
                throw new KafkaRunnerConfigurationException($"Command line: --kafka {name}=… was given twice.");
            }
        }

        return settings;
    }
}
