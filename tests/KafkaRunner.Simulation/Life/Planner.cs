using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Life;

/// <summary>Plans a life from a seed. Pure.</summary>
internal sealed class Planner
{
    private const int MostMembers = 12;     // processes that may be started in a life, one after the other

    private static readonly (string Kind, int Weight)[] Kinds =
    [
        (Deeds.Append, 40), (Deeds.Transaction, 8), (Deeds.HoldOffset, 3), (Deeds.Truncate, 4), (Deeds.DeleteBefore, 3), (Deeds.Compact, 4), (Deeds.Replace, 2), (Deeds.Create, 2), (Deeds.Grow, 2),
        (Deeds.BrokersDown, 3), (Deeds.CoordinatorDown, 4), (Deeds.Start, 8), (Deeds.Stop, 6), (Deeds.Kill, 4), (Deeds.Freeze, 3), (Deeds.Repair, 3), (Deeds.Fault, 3),
    ];

    private readonly Random _random;
    private readonly int _seed;

    private Planner(int seed) => (_seed, _random) = (seed, new Random(seed));

    /// <summary>Plans the life of a seed: always the same.</summary>
    public static LifePlan Plan(int seed) => new Planner(seed).Plan();

    private LifePlan Plan()
    {
        var atMostOnce = Chance(0.25);
        var group = new GroupFacts(
            atMostOnce ? DeliveryGuarantee.AtMostOnce : DeliveryGuarantee.AtLeastOnce,
            atMostOnce ? OneOf(CommitMode.Interval, CommitMode.Interval, CommitMode.EachMessage) : OneOf(CommitMode.Interval, CommitMode.Interval, CommitMode.EachMessage, CommitMode.Manual),
            Chance(0.2) ? StartPosition.Latest : StartPosition.Earliest,
            Chance(0.15) ? MessageSource.Managed : MessageSource.Native,
            OneOf(4096, 4096, 4096, 4096, 4096, 512, 64, 0));
        var protocol = OneOf(GroupProtocol.Eager, GroupProtocol.Cooperative, GroupProtocol.Consumer);
        (string, int)[] topics = Chance(0.3) ? [("orders", 1 + _random.Next(4)), ("bills", _random.Next(3))] : [("orders", 1 + _random.Next(4))];
        var names = string.Join(',', topics.Select(topic => topic.Item1));
        var members = Enumerable.Range(0, MostMembers).Select(_ => Member(group, protocol, names)).ToList();
        var end = TimeSpan.FromSeconds(OneOf(10, 30, 90));
        return new LifePlan(group, protocol, topics, members, Steps(end), end);
    }

    private List<Step> Steps(TimeSpan end)
    {
        var steps = new List<(TimeSpan At, string Kind)>();
        for (var i = _random.Next(1, 5); i > 0; i--) steps.Add((end * (Chance(0.5) ? 0 : _random.NextDouble() / 4), Deeds.Start));
        var troubles = Kinds.Where(kind => kind.Kind is Deeds.Append or Deeds.Start || Chance(0.5)).ToArray();       // each life knows some of them only
        for (var i = _random.Next(5, 60); i > 0; i--) steps.Add((end * _random.NextDouble(), KindBy(troubles, _random.Next(troubles.Sum(kind => kind.Weight)))));
        return [.. steps.OrderBy(step => step.At).Select((step, i) => new Step(i, step.At, step.Kind, HashCode(_seed, i)))];
    }

    private MemberPlan Member(GroupFacts group, GroupProtocol protocol, string topics)
    {
        var consumer = OneOf(typeof(Worker), typeof(Worker), typeof(TextWorker), typeof(BatchWorker));
        var (backoff, more) = (Milliseconds(1, 20, 200, 1000), OneOf(1, 4, 10));
        var ordering = OneOf(Ordering.Partition, Ordering.Key, Ordering.None);
        var (concurrency, ahead, size) = (OneOf(1, 2, 4, 32), OneOf(1, 5, 50, 10_000, 10_000), OneOf(1, 3, 10));
        var (wait, interval, threshold) = (Milliseconds(0, 50, 1000), Milliseconds(10, 100, 1000, 5000), OneOf(0, 0, 1, 10));
        var (drain, shutdown, grace) = (Milliseconds(0, 500, 10_000), Milliseconds(0, 1000, 20_000), Milliseconds(0, 1000, 5000));
        var lifetime = OneOf(ConsumerLifetime.Scoped, ConsumerLifetime.Singleton);
        return new MemberPlan(consumer, Options);

        ConsumerOptions Options()
        {
            var options = new ConsumerOptions
            {
                Topics = topics, GroupId = "group", StartPosition = group.Start, DeliveryGuarantee = group.Guarantee, CommitMode = group.Mode, MessageSource = group.Source,
                Ordering = ordering, MaxConcurrency = concurrency, MaxReadAhead = ahead, BatchSize = size, BatchWait = wait, CommitInterval = interval,
                CommitThreshold = threshold, Lifetime = lifetime, RetryBackoff = backoff, MaxRetryBackoff = backoff * more, DrainTimeout = drain, ShutdownTimeout = shutdown, CancellationGrace = grace,
            };
            new ClusterOptions { Protocol = protocol }.ApplyTo(options);
            return options;
        }
    }

    private static string KindBy((string Kind, int Weight)[] kinds, int number)
    {
        foreach (var (kind, weight) in kinds)
        {
            if ((number -= weight) < 0) return kind;
        }

        return Deeds.Append;
    }

    // Not HashCode.Combine, which is another one in each process.
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619) + 17);

    private TimeSpan Milliseconds(params ReadOnlySpan<int> values) => TimeSpan.FromMilliseconds(OneOf(values));

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T OneOf<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
