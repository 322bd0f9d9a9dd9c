using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace KafkaRunner.App.Files;

/// <summary>A JSON file whose top-level keys are KafkaRunner's options; its path is relative to the content root.</summary>
internal sealed class KafkaRunnerFileSource : JsonConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new KafkaRunnerFileProvider(this);
    }
}
