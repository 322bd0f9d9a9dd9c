namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The scenarios that measure times: while no other test runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
