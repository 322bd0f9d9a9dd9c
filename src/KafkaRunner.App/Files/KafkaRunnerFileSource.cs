using Microsoft.Extensions.Configuration;

namespace KafkaRunner.App.Files;

/// <summary>A JSON file whose top-level keys are KafkaRunner's options.</summary>
/// <param name="name">How messages call the file.</param>
/// <param name="path">Where it is.</param>
internal sealed class KafkaRunnerFileSource(string name, string path) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new KafkaRunnerFileProvider(name, path);
}
