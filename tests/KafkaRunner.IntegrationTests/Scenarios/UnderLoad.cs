namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The scenarios that keep the machine busy: one at a time.</summary>
[CollectionDefinition(nameof(UnderLoad))]
public sealed class UnderLoad;
