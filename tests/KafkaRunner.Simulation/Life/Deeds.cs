using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Life;

/// <summary>What may happen in a life. Each deed ends by itself what it has begun, so that any may be left out.</summary>
internal sealed class Deeds(Town town)
{
    public const string Append = "append";
    public const string Transaction = "transaction";
    public const string HoldOffset = "hold offset";
    public const string Truncate = "truncate";
    public const string DeleteBefore = "delete before";
    public const string Compact = "compact";
    public const string Replace = "replace topic";
    public const string Create = "create topic";
    public const string Grow = "grow";
    public const string BrokersDown = "brokers down";
    public const string CoordinatorDown = "coordinator down";
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Kill = "kill";
    public const string Freeze = "freeze";
    public const string Repair = "repair";
    public const string Fault = "fault";

    private static readonly string[] Keys = ["a", "b", "c", "d"];

    private ICluster Cluster => town.Cluster;

    /// <summary>Does what a step says, if it can be done as things are.</summary>
    public void Do(Step step)
    {
        var random = new Random(step.Seed);
        Action<Random> deed = step.Kind switch
        {
            Append => DoAppend,
            Transaction => DoTransaction,
            HoldOffset => DoHoldOffset,
            Truncate => DoTruncate,
            DeleteBefore => DoDeleteBefore,
            Compact => DoCompact,
            Replace => DoReplace,
            Create => DoCreate,
            Grow => DoGrow,
            BrokersDown => DoBrokersDown,
            CoordinatorDown => DoCoordinatorDown,
            Start => _ => town.StartProcess(),
            Stop => random => AnyProcess(Stop, random)?.RequestStop(),
            Kill => DoKill,
            Freeze => DoFreeze,
            Repair => DoRepair,
            _ => DoFault,
        };
        deed(random);
    }

    private void DoAppend(Random random)
    {
        if (AnyPartition(random) is not { } partition) return;
        var records = Records(random, 1 + random.Next(random.Next(6) == 0 ? 60 : 8));
        town.World.Note(Append, $"{partition} {string.Join(", ", records)}");
        Cluster.Append(partition, records);
    }

    private void DoTransaction(Random random)
    {
        if (AnyPartition(random) is not { } partition) return;
        var (records, commits, time) = (Records(random, 1 + random.Next(6)), random.Next(3) > 0, Time(random, 5));
        town.World.Note(Transaction, $"{partition} {string.Join(", ", records)}; {(commits ? "commits" : "aborts")} after {time.TotalSeconds:0.000} s");
        var end = Cluster.BeginTransaction(partition, records);
        var life = town.LifeOf(partition.Topic);
        town.Trouble(time, commits ? "commit a transaction" : "abort a transaction", () =>
        {
            if (town.LifeOf(partition.Topic) == life && Cluster.Topics.ContainsKey(partition.Topic)) end(commits);
        });
    }

    private void DoHoldOffset(Random random)
    {
        if (AnyPartition(random) is not { } partition) return;
        var time = Time(random, 20);
        town.World.Note(HoldOffset, $"{partition} for {time.TotalSeconds:0.000} s");
        town.Trouble(time, "free offset", Cluster.HoldOffset(partition));
    }

    private void DoTruncate(Random random)
    {
        if (AnyPartition(random) is not { } partition || Cluster.Log(partition) is not { Count: > 0 } log) return;
        var end = log[random.Next(log.Count)].Offset;
        town.World.Note(Truncate, $"{partition} to {end}");
        town.History.Cut(partition);
        Cluster.Truncate(partition, end);
    }

    private void DoDeleteBefore(Random random)
    {
        if (AnyPartition(random) is not { } partition || Cluster.Log(partition) is not { Count: > 0 } log) return;
        var start = log[random.Next(log.Count)].Offset;
        town.World.Note(DeleteBefore, $"{partition} {start}");
        Cluster.DeleteBefore(partition, start);
    }

    private void DoCompact(Random random)
    {
        if (AnyPartition(random) is not { } partition) return;
        long[] offsets = [.. Cluster.Log(partition).SkipLast(1).Where(r => r.State is RecordState.Plain or RecordState.Committed && random.Next(4) == 0).Select(r => r.Offset)];
        if (offsets.Length == 0) return;
        town.World.Note(Compact, $"{partition} {string.Join(", ", offsets)}");
        Cluster.Compact(partition, offsets);
    }

    private void DoReplace(Random random)
    {
        if (AnyTopic(random) is not { } topic) return;
        var (partitions, time) = (Cluster.Topics[topic], Time(random, 12));
        town.World.Note(Replace, $"{topic}, {time.TotalSeconds:0.000} s without");
        town.DeleteTopic(topic);
        town.Trouble(time, Create, () => town.CreateTopic(topic, partitions));
    }

    private void DoCreate(Random random)
    {
        if (town.Plan.Topics.Select(topic => topic.Name).FirstOrDefault(topic => town.LifeOf(topic) == 0) is not { } missing) return;
        town.CreateTopic(missing, 1 + random.Next(3));
    }

    private void DoGrow(Random random)
    {
        if (AnyTopic(random) is not { } topic || Cluster.Topics[topic] > 6) return;
        var partitions = Cluster.Topics[topic] + 1 + random.Next(2);
        town.World.Note(Grow, $"{topic} to {partitions}");
        Cluster.GrowTopic(topic, partitions);
    }

    private void DoBrokersDown(Random random)
    {
        var time = Time(random, random.Next(4) == 0 ? 60 : 6);
        town.World.Note(BrokersDown, $"for {time.TotalSeconds:0.000} s");
        Cluster.SetBrokersDown(true);
        town.Trouble(time, "brokers up", () => Cluster.SetBrokersDown(false));
    }

    private void DoCoordinatorDown(Random random)
    {
        var time = Time(random, random.Next(4) == 0 ? 60 : 6);
        town.World.Note(CoordinatorDown, $"for {time.TotalSeconds:0.000} s");
        Cluster.SetCoordinatorDown(true);
        town.Trouble(time, "coordinator up", () => Cluster.SetCoordinatorDown(false));
    }

    private void DoKill(Random random)
    {
        if (AnyProcess(Kill, random) is { } process) town.Kill(process);
    }

    private void DoFreeze(Random random)
    {
        if (AnyProcess(Freeze, random) is not { } process) return;
        process.SetFrozen(true);
        town.Trouble(Time(random, random.Next(2) == 0 ? 90 : 5), "thaw", () => process.SetFrozen(false));
    }

    private void DoRepair(Random random)
    {
        town.World.Note(Repair, $"below {town.Appended}");
        town.Repairs.Repair(town.Appended);
    }

    private void DoFault(Random random)
    {
        if (AnyProcess(null, random) is not { } process) return;
        var seam = Seam.All[random.Next(Seam.All.Length)];
        town.World.Note(Fault, $"{process.Name} at {seam}");
        process.Seam.Arm(seam);
    }

    private MemberProcess? AnyProcess(string? kind, Random random)
    {
        var running = town.Processes.Where(process => process.IsRunning).ToList();
        if (running.Count == 0) return null;
        var process = running[random.Next(running.Count)];
        if (kind is not null) town.World.Note(kind, process.Name);
        return process;
    }

    private string? AnyTopic(Random random)
    {
        string[] topics = [.. Cluster.Topics.Keys.Order(StringComparer.Ordinal)];
        return topics.Length == 0 ? null : topics[random.Next(topics.Length)];
    }

    private TopicPartition? AnyPartition(Random random) => AnyTopic(random) is { } topic ? new TopicPartition(topic, random.Next(Cluster.Topics[topic])) : null;

    private (string?, string)[] Records(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.Next(5) == 0 ? null : Keys[random.Next(Keys.Length)], town.NextRecord(random)))];

    private static TimeSpan Time(Random random, int seconds) => TimeSpan.FromMilliseconds(random.Next(seconds * 1000));
}
