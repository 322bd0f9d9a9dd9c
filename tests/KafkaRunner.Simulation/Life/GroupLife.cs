using KafkaRunner.Internal;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Model;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Simulation.Life;

/// <summary>
/// The life of a group: planned troubles first; then all is repaired, whoever lives goes on until everything is processed and committed, and stops. What is
/// promised of such a life is checked all along, and at its end.
/// </summary>
internal sealed class GroupLife(int seed, IReadOnlySet<int> leftOut) : ILife
{
    public const string Stuck = "stuck";
    public const string CleanEnd = "clean end";

    // Longer than anything takes by itself: a session, a retry, a question that is asked again.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly LifePlan _plan = Planner.Plan(seed);

    public IReadOnlyList<string> Steps => [.. _plan.Steps.Select(step => step.ToString())];

    public void Begin(World world)
    {
        var options = ClusterOptions.ByChance(world) with { Protocol = _plan.Protocol, MetadataLimit = _plan.Group.MetadataLimit };
        var town = new Town(world, new Cluster(world, options), _plan);
        var deeds = new Deeds(town);
        world.Note("plan", $"{_plan.Group}, {_plan.Protocol}, {string.Join(", ", _plan.Topics)}");
        foreach (var (topic, partitions) in _plan.Topics)
        {
            if (partitions > 0) town.CreateTopic(topic, partitions);
        }

        foreach (var step in _plan.Steps.Where(step => !leftOut.Contains(step.Number))) world.After(step.At, step.Kind, () => deeds.Do(step));
        world.StartThread(null, "life", () =>
        {
            Live(town);
            world.End();
        });
    }

    private void Live(Town town)
    {
        var world = town.World;
        WaitFor(town, () => world.Now >= _plan.TroublesEnd && !town.IsTroubled, Timeout.InfiniteTimeSpan);

        world.Note("troubles end", "");
        town.Repairs.Repair(int.MaxValue);
        foreach (var (topic, partitions) in _plan.Topics)
        {
            if (town.LifeOf(topic) == 0) town.CreateTopic(topic, Math.Max(1, partitions));
        }

        foreach (var process in town.Processes) process.Seam.Disarm();
        WaitFor(town, () => !town.Processes.Exists(process => process is { IsRunning: true, AskedToStopAt: not null }), Patience);
        if (!town.Processes.Exists(process => process.IsRunning)) town.StartProcess();

        while (!IsDone(town))
        {
            var (progress, deadline) = (Progress(town), world.Now + Patience);
            WaitFor(town, () => Progress(town) != progress || !town.Processes.Exists(process => process.IsRunning) || IsDone(town), Patience);
            if (!town.Processes.Exists(process => process.IsRunning))
            {
                world.Fail(CleanEnd, $"at {world.Now.TotalSeconds:0.000} s: all processes have ended, though nothing is wrong any more: {Ends(town)}");
                return;
            }

            if (world.Now < deadline || Progress(town) != progress || IsDone(town)) continue;
            world.Fail(Stuck, $"at {world.Now.TotalSeconds:0.000} s: nothing has happened for {Patience.TotalSeconds} s, and {Missing(town)}");
            return;
        }

        var last = town.Processes.Where(process => process.IsRunning).ToList();
        foreach (var process in last)
        {
            process.RequestStop();
            WaitFor(town, () => !process.IsRunning, Patience);
        }

        foreach (var process in last.Where(process => process.Result is { End: not RunEnd.Stopped } && !MayEndOtherwise(town, process)))
            world.Fail(CleanEnd, $"at {world.Now.TotalSeconds:0.000} s: {process.Name} has ended as {process.Result!.End}, with nothing to do and nothing wrong: {process.Result.Failure}");
        town.History.Over();
    }

    // While a dead member's session lasts, or one that was out of reach is no member any more, commits may not be taken. While the others stop, something may begin again that a log's cut has made unfinished, and take long, or leave what has no room in a commit.
    private bool MayEndOtherwise(Town town, MemberProcess process) =>
        process.WasFrozen || process.Seam.HasThrown || process is { Result.End: RunEnd.Forced } || (process is { Result.End: RunEnd.Uncommitted } && (!_plan.Group.CarriesMaps || town.WasTroubled(process.AskedToStopAt!.Value)));

    private static void WaitFor(Town town, Func<bool> isSo, TimeSpan timeout)
    {
        var deadline = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : town.World.Now + timeout;
        while (!isSo() && town.World.Now < deadline)
        {
            town.World.WaitUntil(() => town.Processes.Exists(process => process.HasEnded), LookEvery);
            town.Look();
        }
    }

    private static (int, int) Progress(Town town) => (town.History.FinishedCount, town.History.EverNamed.Count);

    private static bool IsDone(Town town) => !town.Processes.Exists(process => process.IsRunning && town.History.InWork(process.Facts) > 0) && First(town) is null;

    private static string Missing(Town town) => First(town) is var (partition, record) ? $"'{record.Value}' ({partition} at {record.Offset}, epoch {record.LeaderEpoch}) waits" : "something is in work";

    private static (TopicPartition, LogRecord)? First(Town town)
    {
        foreach (var (topic, partitions) in town.Cluster.Topics.OrderBy(topic => topic.Key, StringComparer.Ordinal))
        {
            for (var i = 0; i < partitions; i++)
            {
                var partition = new TopicPartition(topic, i);
                var named = town.History.NamedNow(partition).ToHashSet();
                foreach (var record in town.Logs.Log(partition).Where(CommitReading.IsDelivered))
                {
                    if (!IsOver(town.History, partition, record.Value!, named)) return (partition, record);
                }
            }
        }

        return null;
    }

    // What was asked to be committed depends on which messages ask; at most once, and where the public interface looks for no cut, it may be lost.
    private static bool IsOver(History history, TopicPartition partition, string value, HashSet<string> named)
    {
        if (history.Spared.Contains(value)) return true;
        if (history.Group.Mode == CommitMode.Manual && history.IsFinished(value)) return true;
        var mayBeLost = history.Group.IsAtMostOnce || (history.Group.Source == MessageSource.Managed && history.LastCut(partition) is not null);
        return named.Contains(value) && (mayBeLost || history.IsFinished(value));
    }

    private static string Ends(Town town) => string.Join("; ", town.Processes.Select(process => $"{process.Name} {(process.IsKilled ? "was killed" : $"{process.Result?.End} {process.Result?.Failure?.Message}")}"));
}
