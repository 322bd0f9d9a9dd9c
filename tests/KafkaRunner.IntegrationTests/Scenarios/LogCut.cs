using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A follower dies, the leader takes ten more messages alone and dies too, and the follower comes back and leads: the log is cut. By
/// then the consumer has finished all but four: below the cut one is stuck, one is retried and one waits; above it one is stuck. What
/// lies below the cut is still there and is processed in the end, as is every message that is now where the lost ones were: also by a
/// member that is away until the new log is longer than the old one was.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class LogCut
{
    private const string Topic = CutLogCluster.Topic;
    private const int Cut = 10;
    private const int OldEnd = 20;
    private const int ShortEnd = 15;    // where the new log ends when the old one is not reached again yet
    private const int NewEnd = 30;

    private static readonly Dictionary<string, string> Held = new()
    {
        ["STUCK_VALUES"] = "kept-2,gone-13",        // kept-6 has the key of kept-2
        ["FAILING_VALUES"] = "kept-5",
    };

    [Fact]
    public async Task What_lies_below_the_cut_is_processed_and_so_is_the_new_log()
    {
        await using var kafka = await CutLogCluster.StartAsync();
        var broker = kafka.Broker;
        await using Group classic = new(broker), consumer = new(broker, "--kafka", "group.protocol=consumer"),
            managed = new(broker, "--message-source", "managed"), restarted = new(broker), absent = new(broker);
        await using var away = new Group(broker, new Dictionary<string, string>());
        Group[] groups = [classic, consumer, managed, restarted, absent];
        await Produce(broker, "kept", 0, Cut);

        await kafka.LeaveLeaderAlone();
        await Produce(broker, "gone", Cut, OldEnd);
        foreach (var group in groups) await group.Run.Processed(OldEnd - 4);
        await away.Run.Processed(OldEnd);
        await broker.CommittedToTheEnd(away.Name, Topic);
        await away.Stop();
        await absent.Stop();        // what it knows of the old log is not to be used for the new one
        await kafka.Cut();
        Assert.Equal(Cut, broker.EndOffsets(Topic)[0]);
        await Produce(broker, "new", Cut, ShortEnd);
        absent.Start();
        foreach (var group in groups) await group.Processed("new", Cut, ShortEnd);

        await restarted.Stop();     // before it could finish what is held up
        restarted.Start();
        foreach (var group in groups) group.Run.Release();
        foreach (var group in groups) await group.Processed("kept", 0, Cut);
        foreach (var group in groups) await broker.CommittedToTheEnd(group.Name, Topic);
        foreach (var group in groups)
        {
            await group.Stop();
            group.Start();
        }

        await Produce(broker, "new", ShortEnd, NewEnd);
        foreach (var group in groups) await group.Processed("new", ShortEnd, NewEnd);
        foreach (var group in groups) await broker.CommittedToTheEnd(group.Name, Topic);
        foreach (var group in groups.Except([absent])) group.AssertNothingTwice();

        away.Start();
        await away.Processed("new", Cut, NewEnd);
        await broker.CommittedToTheEnd(away.Name, Topic);
    }

    private static Task Produce(TestBroker broker, string prefix, int first, int end) => broker.Produce(Topic, Values(prefix, first, end)
        .Select(value => new Message<string?, string?> { Key = value == "kept-6" ? "kept-2" : value, Value = value }));

    private static IEnumerable<string> Values(string prefix, int first, int end) => Enumerable.Range(first, end - first).Select(i => $"{prefix}-{i}");

    /// <summary>A group of one member.</summary>
    private sealed class Group : IAsyncDisposable
    {
        private readonly string[] _args;
        private readonly IReadOnlyDictionary<string, string> _held;
        private ConsumerProcess? _process;

        public Group(TestBroker broker, params string[] args)
            : this(broker, Held, args)
        {
        }

        public Group(TestBroker broker, IReadOnlyDictionary<string, string> held, params string[] args)
        {
            _held = held;
            _args = ["--ordering", "key", "--shutdown-timeout", "500ms", "--max-retry-backoff", "1s", .. args];
            Run = new JournalRun(broker.BootstrapServers, Topic, Name);
            Start();
        }

        public string Name { get; } = TestBroker.UniqueName("cut");

        public JournalRun Run { get; }

        public async Task Processed(string prefix, int first, int end) => await Eventually.Until(
            $"{prefix}-{first} to {end - 1} are processed by {_process} ({string.Join(' ', _args)})",
            () => Run.Journal.Lost(Values(prefix, first, end)), lost => lost.Count == 0);

        public void Start() => _process = Run.Start(_args, variables: _held);

        public async Task Stop()
        {
            _process!.Terminate();
            Assert.Equal(0, await _process.WaitForExit());
        }

        public void AssertNothingTwice() => Assert.DoesNotContain(Run.Journal.Lines.GroupBy(line => line.Value), lines => lines.Count() > 1);

        public ValueTask DisposeAsync() => Run.DisposeAsync();
    }
}
