using System.Collections.Concurrent;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>Runs the cases of a stage in turns on a topic of their own. One that fails is noted, and the others go on.</summary>
internal sealed class StageRun(StagePlan plan, BenchTopics topics, IReadOnlyList<CaseDefinition> cases)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, List<Measurement>> _passes = cases.ToDictionary(c => c.Name, _ => new List<Measurement>());
    private readonly ConcurrentDictionary<string, string> _failures = [];

    /// <summary>Gets the passes of each case that did not fail.</summary>
    public IReadOnlyDictionary<string, List<Measurement>> Measured => _passes.Where(p => !_failures.ContainsKey(p.Key)).ToDictionary();

    /// <summary>Gets why cases failed, by their names.</summary>
    public IReadOnlyDictionary<string, string> Failures => _failures;

    /// <summary>Makes all passes. What fails, whether a case or the whole stage, is found in <see cref="Failures"/>.</summary>
    public async Task RunAsync()
    {
        string? topic = null;
        try
        {
            topic = plan.Partitions == 0 ? "-" : await topics.CreateAsync(plan);
            var work = new CaseWork(topics.Brokers, topic, plan.Messages, plan.Partitions, plan.Size, plan.Seconds);
            if (plan.RunsTogether) await RunTogetherAsync(work);
            else if (plan.StartsAnew) await TakeTurnsAnewAsync(work);
            else await TakeTurnsAsync(work);
        }
        catch (Exception exception)
        {
            await FailAsync(cases, $"The stage failed: {exception.Message}");
        }

        if (topic is not null && plan.Partitions > 0) await topics.DeleteAsync(topic);
    }

    private IEnumerable<bool> Passes => plan.WarmsUp ? Enumerable.Repeat(true, plan.Rounds).Prepend(false) : Enumerable.Repeat(true, plan.Rounds);

    private async Task TakeTurnsAsync(CaseWork work)
    {
        using var children = new CaseChildren(cases, work);
        foreach (var counts in Passes)
        {
            foreach (var child in children) await PassAsync(child, counts);
        }
    }

    private async Task TakeTurnsAnewAsync(CaseWork work)
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

    private async Task RunTogetherAsync(CaseWork work)
    {
        using var children = new CaseChildren(cases, work);
        using var sender = new CaseChild(CaseCatalog.Sender.Name, work);
        var passes = Task.WhenAll(children.Select(child => PassAsync(child, counts: true)));
        try
        {
            var sent = await SendAsync(sender, children);
            await passes;
            foreach (var name in _passes.Keys) _passes[name] = [.. _passes[name].Select(pass => pass.With(sent.Figures))];
        }
        catch (InvalidOperationException exception)
        {
            await FailAsync(cases, exception.Message);
            foreach (var child in children) child.End();    // it would wait for messages that nobody sends
            await passes;
        }
    }

    // What is sent counts once all cases are reading and the compiler has had its time with them.
    private static async Task<Measurement> SendAsync(CaseChild sender, CaseChildren children)
    {
        var sending = sender.RunAsync();
        await Task.WhenAny(Task.WhenAll(children.Select(child => child.Ready)), sending, Task.Delay(LatencySender.LongestWarmUp));
        foreach (var child in children.Where(child => !child.Ready.IsCompleted))
        {
            await Console.Error.WriteLineAsync($"{child.Name}: no message from some partitions after {LatencySender.LongestWarmUp.TotalSeconds} s; it is measured all the same");
        }

        await Task.Delay(Settling);
        await sender.SayAsync(CaseProtocol.Count);
        return await sending;
    }

    private async Task PassAsync(CaseChild child, bool counts)
    {
        if (_failures.ContainsKey(child.Name)) return;
        try
        {
            var measurement = await child.RunAsync();
            if (counts) _passes[child.Name].Add(measurement);
        }
        catch (InvalidOperationException exception)
        {
            await FailAsync(cases.Where(c => c.Name == child.Name), exception.Message);
        }
    }

    private async Task FailAsync(IEnumerable<CaseDefinition> failed, string why)
    {
        foreach (var definition in failed)
        {
            if (_failures.TryAdd(definition.Name, why)) await Console.Error.WriteLineAsync($"{definition.Name}: {why}");
        }
    }
}
