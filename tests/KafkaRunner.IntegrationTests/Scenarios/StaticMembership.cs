using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Members with names of their own (<c>group.instance.id</c>). One that restarts within its session gets its partitions back, and
/// the others do not notice. Two of one name cannot be: the group keeps one of them, and the other one ends and says why.
/// </summary>
public sealed class StaticMembership(TestBroker broker)
{
    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    [InlineData("group.protocol=consumer")]
    public async Task A_restart_within_the_session_moves_no_partition(string protocol)
    {
        broker.RequireReal("the embedded one does not know static members");
        const int Partitions = 4;
        var topic = await broker.CreateTopic(Partitions);
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("static"));
        var (restarts, stays) = (Start("one"), Start("two"));
        foreach (var member in new[] { restarts, stays }) await member.WaitForLine("was assigned topic-");
        List<string> produced = [.. await ProduceToAll(0)];
        await run.Processed(produced.Count);
        var events = Assignments(stays).Count;

        restarts.Terminate();
        Assert.Equal(0, await restarts.WaitForExit());
        produced.AddRange(await ProduceToAll(produced.Count));
        var again = Start("one");
        await again.WaitForLine("was assigned topic-");
        await run.Processed(produced.Count);

        Assert.Equal(Places(run.JournalOf(restarts)), Places(run.JournalOf(again)));
        Assert.Equal(events, Assignments(stays).Count);
        run.Journal.AssertEachOnce(produced, byKey: true);

        ConsumerProcess Start(string name) => run.Start(["--kafka", protocol, "--kafka", $"group.instance.id={name}", "--ordering", "key"]);
        async Task<IReadOnlyList<string>> ProduceToAll(int first)
        {
            string[] values = [.. Enumerable.Range(first, Partitions * 10).Select(i => $"{i}")];
            for (var p = 0; p < Partitions; p++) await broker.Produce(topic, values.Skip(p * 10).Take(10).Select(v => new Confluent.Kafka.Message<string?, string?> { Value = v }), p);
            return values;
        }
    }

    [Theory]
    [InlineData("partition.assignment.strategy=cooperative-sticky", true)]
    [InlineData("group.protocol=consumer", false)]
    public async Task Of_two_with_one_name_one_ends_and_names_it(string protocol, bool secondWins)
    {
        broker.RequireReal("the embedded one does not know static members");
        var topic = await broker.CreateTopic();
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("fenced"));
        string[] args = ["--kafka", protocol, "--kafka", "group.instance.id=the-only-one", "--ordering", "key"];
        var first = run.Start(args);
        await first.WaitForLine("was assigned topic-");
        var second = run.Start(args);

        var (goes, stays) = secondWins ? (first, second) : (second, first);
        Assert.Equal(1, await goes.WaitForExit());
        Assert.Contains(goes.Errors, line => line.Contains("the-only-one", StringComparison.Ordinal));
        var produced = await broker.Produce(topic, 10);
        await run.Processed(produced.Count);
        Assert.Equal(produced.Count, run.CountOf(stays));
    }

    private static List<string> Assignments(ConsumerProcess member) =>
        [.. member.Errors.Where(line => line.Contains(" was assigned ", StringComparison.Ordinal) || line.Contains(" gave up ", StringComparison.Ordinal))];

    private static int[] Places(Journal journal) => [.. journal.Lines.Select(line => line.Partition).Distinct().Order()];
}
