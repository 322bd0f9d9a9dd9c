using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Configuration;

/// <summary>Holds the command line's values; its type tells the resolver that they are flags.</summary>
internal sealed class FlagConfigurationProvider : ConfigurationProvider
{
    public FlagConfigurationProvider(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (key, value) in values) Set(key, value);
    }
}
