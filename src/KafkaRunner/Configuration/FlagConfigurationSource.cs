using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Configuration;

/// <summary>Values from the command line. Wherever it stands among the sources, it is the strongest.</summary>
/// <param name="values">By whole keys, like <see cref="OptionDefinition.ConfigurationKey"/> or <c>KafkaRunner:Kafka:security.protocol</c>.</param>
internal sealed class FlagConfigurationSource(IReadOnlyDictionary<string, string> values) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new FlagConfigurationProvider(values);
}
