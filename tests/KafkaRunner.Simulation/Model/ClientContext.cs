using System.Globalization;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>What the parts of one client have in common.</summary>
internal sealed class ClientContext
{
    private readonly Queue<Action> _inbox = [];

    public ClientContext(Cluster cluster, Process process, ConsumerOptions options)
    {
        (Cluster, Process, Options) = (cluster, process, options);
        IsCommittedOnly = Property("isolation.level", "read_committed") != "read_uncommitted";
        Reset = Property("auto.offset.reset", "earliest");
        MaxPollInterval = Milliseconds("max.poll.interval.ms", 300_000);
        SessionTimeout = Milliseconds("session.timeout.ms", 45_000);
        Heartbeat = Milliseconds("heartbeat.interval.ms", 3_000);
        Slots = new Slots(process.World, lends: options.MessageSource == MessageSource.Native);
        Coordination = new Connection(process, cluster.Network);
    }

    public Cluster Cluster { get; }

    public Process Process { get; }

    public ConsumerOptions Options { get; }

    /// <summary>Gets the connection to the group's coordinator.</summary>
    public Connection Coordination { get; }

    public Slots Slots { get; }

    /// <summary>Gets whether only what is committed is read, as is librdkafka's default.</summary>
    public bool IsCommittedOnly { get; }

    /// <summary>Gets where a partition is read from that has no offset, or one that is not there.</summary>
    public string Reset { get; }

    public TimeSpan MaxPollInterval { get; }

    public TimeSpan SessionTimeout { get; }

    public TimeSpan Heartbeat { get; }

    /// <summary>Gets or sets when the client was last polled, or a partition read, which counts as that.</summary>
    public TimeSpan PolledAt { get; set; }

    /// <summary>Gets or sets who hears of events; null where nobody does.</summary>
    public IGroupEvents? Events { get; set; }

    public bool HasEvents => _inbox.Count > 0;

    /// <summary>Has the poll thread see to something.</summary>
    public void Tell(Action what) => _inbox.Enqueue(what);

    /// <summary>Sees to one of the things that there are, on the poll thread.</summary>
    public void ServeOne() => _inbox.Dequeue()();

    /// <summary>Has the poll thread hear of a failure.</summary>
    public void Fail(ClientFailure failure) => Tell(() =>
    {
        Process.World.Note(Happening.Failed, $"{Process.Name}: {failure.Subject}");
        Events?.Failed(failure);
    });

    private string Property(string name, string otherwise) => Options.Kafka.TryGetValue(name, out var value) ? value : otherwise;

    private TimeSpan Milliseconds(string name, int otherwise) =>
        TimeSpan.FromMilliseconds(int.Parse(Property(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture));
}
