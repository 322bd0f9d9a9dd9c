namespace KafkaRunner.App.CommandLine;

/// <summary>What a command line asks for.</summary>
/// <param name="Consumers">The consumers' names as they were given.</param>
/// <param name="Timeout">After what time to stop; null for not at all.</param>
/// <param name="Settings">Values by configuration key, like <c>KafkaRunner:CommitInterval</c>.</param>
/// <param name="OneConsumerFlags">The given flags whose value can mean only one consumer.</param>
/// <param name="WantsHelp">Whether to show the help and nothing else.</param>
/// <param name="WantsVersion">Whether to show the version and nothing else.</param>
internal sealed record Invocation(
    IReadOnlyList<string> Consumers,
    TimeSpan? Timeout,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<string> OneConsumerFlags,
    bool WantsHelp,
    bool WantsVersion);
