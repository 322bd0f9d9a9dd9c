using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>Runs the cases of a stage in turns on a topic of their own. A case that fails is told of and left out.</summary>
internal sealed class StageRun(StagePlan plan, BenchTopics topics)
{
    private readonly Dictionary<string, List<Measurement>> _measured = [];

    /// <summary>Gets the passes of each case that did not fail.</summary>
    public async Task<IReadOnlyDictionary<string, List<Measurement>>> RunAsync(IReadOnlyList<CaseDefinition> cases)
    {
        foreach (var definition in cases) _measured[definition.Name] = [];
        var topic = plan.Partitions == 0 ? "-" : await topics.CreateAsync(plan);
        var work = new CaseWork(topics.Brokers, topic, plan.Messages, plan.Partitions, plan.Size, plan.Seconds);
        try
        {
            if (plan.RunsTogether) await RunTogetherAsync(cases, work);
            else if (plan.StartsAnew) await TakeTurnsAnewAsync(cases, work);
            else await TakeTurnsAsync(cases, work);
        }
        finally
        {
            if (plan.Partitions > 0) await topics.DeleteAsync(topic);
        }

        return _measured;
    }

    private IEnumerable<bool> Passes => plan.WarmsUp ? Enumerable.Repeat(true, plan.Rounds).Prepend(false) : Enumerable.Repeat(true, plan.Rounds);

    private async Task TakeTurnsAsync(IReadOnlyList<CaseDefinition> cases, CaseWork work)
    {
        var children = cases.Select(c => new CaseChild(c.Name, work)).ToList();
        foreach (var counts in Passes)
        {
            foreach (var child in children) await PassAsync(child, counts);
        }

        foreach (var child in children) child.Dispose();
    }

    private async Task TakeTurnsAnewAsync(IReadOnlyList<CaseDefinition> cases, CaseWork work)
    {
        foreach (var counts in Passes)
        {
            foreach (var definition in cases)
            {
                using var child = new CaseChild(definition.Name, work);
                await PassAsync(child, counts);
            }
        }
    }

    private async Task RunTogetherAsync(IReadOnlyList<CaseDefinition> cases, CaseWork work)
    {
        var children = cases.Select(c => new CaseChild(c.Name, work)).ToList();
        using var sender = new CaseChild(CaseCatalog.Sender.Name, work);
        await Task.WhenAll([sender.RunAsync(), .. children.Select(child => PassAsync(child, counts: true))]);
        foreach (var child in children) child.Dispose();
    }

    private async Task PassAsync(CaseChild child, bool counts)
    {
        if (!_measured.TryGetValue(child.Name, out var passes)) return;
        try
        {
            var measurement = await child.RunAsync();
            if (counts) passes.Add(measurement);
        }
        catch (InvalidOperationException exception)
        {
            _measured.Remove(child.Name);
            await Console.Error.WriteLineAsync(exception.Message);
        }
    }
}
