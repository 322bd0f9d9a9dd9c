using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace KafkaRunner.App.Files;

/// <summary>Finds the project's <c>kafkarunner.json</c> and gives it its place among the sources.</summary>
internal static class KafkaRunnerFile
{
    /// <summary>Where the file may be, below the content root.</summary>
    public static readonly IReadOnlyList<string> Places = ["kafkarunner.json", "config/kafkarunner.json"];

    /// <summary>Adds the file, where there is one, above the other files and below the environment.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">There are two, or the one there is cannot be read as JSON.</exception>
    public static void AddTo(IConfigurationBuilder configuration, string contentRoot)
    {
        var found = Places.Where(place => File.Exists(Path.Combine(contentRoot, place))).ToList();
        if (found.Count > 1)
        {
            throw new KafkaRunnerConfigurationException($"There are {found[0]} and {found[1]} in {contentRoot}. Keep one of them.");
        }

        if (found is [var place])
        {
            configuration.Sources.Insert(IndexOfEnvironment(configuration), new KafkaRunnerFileSource { Path = place });
        }
    }

    /// <summary>The place of the unprefixed variables, <c>KafkaRunner__CommitInterval</c> among them, which beat files.</summary>
    private static int IndexOfEnvironment(IConfigurationBuilder configuration)
    {
        for (var i = configuration.Sources.Count - 1; i >= 0; i--)
        {
            if (configuration.Sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return configuration.Sources.Count;
    }
}
