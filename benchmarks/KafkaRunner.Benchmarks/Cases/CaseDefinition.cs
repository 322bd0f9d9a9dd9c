using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>One case: what it does in a pass, and what it is held against.</summary>
/// <param name="Name">Its name on the command line and in results.</param>
/// <param name="Stage">The stage that it belongs to.</param>
/// <param name="Run">Makes a pass, in the case's own process.</param>
/// <param name="Baseline">The case of the same stage that its ratio is to; null for none.</param>
internal sealed record CaseDefinition(string Name, CaseStage Stage, Func<CaseWork, Task<Measurement>> Run, string? Baseline = null)
{
    /// <summary>Gets the figure that ratio and spread are of.</summary>
    public string Figure { get; init; } = "msgPerSecond";

    /// <summary>Gets ratios of other figures, by their names in the results.</summary>
    public IReadOnlyList<(string Name, string Figure)> FurtherRatios { get; init; } = [];
}
