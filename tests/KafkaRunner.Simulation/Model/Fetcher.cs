using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>Fetches one partition for a client, as librdkafka does: ahead of who reads, and behind what brokers know.</summary>
internal sealed class Fetcher(ClientContext context, TopicPartition partition)
{
    private const long Unset = -1001;
    private const int MostWaiting = 100;
    private const int MostInChunk = 30;

    private readonly Cluster _cluster = context.Cluster;
    private readonly Process _process = context.Process;
    private Stage _stage;
    private PartitionLog? _log;         // the one that the client knows of
    private int _leaderEpoch;           // as it knows it
    private long _next;
    private int _epoch = -1;            // of what is before that
    private bool _isUnderWay;
    private bool _isParked;             // until something happens to the partition, or to the brokers

    private enum Stage
    {
        Stopped,
        Starting,
        Running,
        Silent,
    }

    public TopicPartition Partition => partition;

    public FetchQueue Queue { get; } = new(context, partition);

    /// <summary>Gets where the log began when it was last fetched; -1 for unknown.</summary>
    public long LogStart { get; private set; } = -1;

    /// <summary>The partition is assigned. Nobody looks whether the log was cut since the offset was committed.</summary>
    public void Start(long offset, int epoch)
    {
        Queue.Move();
        (_stage, _next, _epoch, _isUnderWay, _isParked) = (Stage.Starting, offset, epoch, false, false);
        var delay = _cluster.Network.Latency() + TimeSpan.FromMilliseconds(_process.World.Pick(20));
        Soon(delay, "starts", () =>
        {
            _stage = Stage.Running;
            Queue.AddBarrier();
            Go();
        });
    }

    /// <summary>It is assigned no more. What was fetched lies in the queue.</summary>
    public void Stop()
    {
        Queue.Outdate();
        _stage = Stage.Stopped;
    }

    /// <returns>False where the partition is not fetched, or not yet.</returns>
    public bool TrySeek(long offset, int epoch)
    {
        if (_stage != Stage.Running)
        {
            _process.World.Note(Happening.SeekRefused, $"{_process.Name} {partition} to {offset}");
            return false;
        }

        _process.World.Note(Happening.Sought, $"{_process.Name} {partition} to {offset} (epoch {epoch})");
        Queue.Move();
        (_next, _epoch, _isUnderWay, _isParked) = (offset, epoch, epoch >= 0 && offset >= 0, false);
        Soon(TimeSpan.Zero, "is sought", Queue.AddBarrier);
        if (_isUnderWay) Soon(_cluster.Network.Latency(), "looks where the log was cut", Validate);
        else Go();
        return true;
    }

    /// <summary>There may be something to fetch, and room for it.</summary>
    public void Go()
    {
        if (_stage != Stage.Running || _isUnderWay || _isParked || Queue.Count >= MostWaiting) return;
        _isUnderWay = true;
        Soon(_cluster.Network.Latency(), "fetches", Fetch);
    }

    private void Fetch()
    {
        if (_cluster.Network.AreBrokersDown || _cluster.LogOf(partition) is not { } log) Park();
        else if (_log is not null && log != _log) Soon(_cluster.Network.Notice(), "hears of another topic", SeeTopic);
        else if (_log is not null && log.LeaderEpoch != _leaderEpoch) Soon(_cluster.Network.Notice(), "hears of another leader", Validate);
        else Fetch(log);
    }

    private void Fetch(PartitionLog log)
    {
        (_log, _leaderEpoch, LogStart, _isUnderWay) = (log, log.LeaderEpoch, log.Start, false);
        var end = log.EndFor(context.IsCommittedOnly);
        if (_next == Offset.End.Value) (_next, _epoch) = (end, -1);
        if (_next == Unset || _next < log.Start || _next > log.End)
        {
            Reset(log);
            return;
        }

        var (entries, next) = log.Read(_next, 1 + _process.World.Pick(MostInChunk), context.IsCommittedOnly);
        if (entries.Count == 0 && next == _next)
        {
            Park();
            return;
        }

        if (entries.Count > 0) _process.World.Note(Happening.Fetched, $"{_process.Name} {partition} {entries[0].Offset} to {entries[^1].Offset}");
        _next = next;
        if (entries.Count > 0) _epoch = entries[^1].Epoch;
        Queue.Add(entries);
        if (entries.Count > 0 && _process.World.Chance(_cluster.Options.Repeats)) Soon(_cluster.Network.Latency(), "is sent a chunk again", () => Repeat(entries));
        Go();
    }

    // What comes again is followed by what came after it: the client has gone back, not the log.
    private void Repeat(IReadOnlyList<LogEntry> entries)
    {
        if (_cluster.LogOf(partition) != _log || _log?.LeaderEpoch != _leaderEpoch) return;
        _process.World.Note(Happening.Repeated, $"{_process.Name} {partition} {entries[0].Offset} to {entries[^1].Offset}");
        (_next, _epoch, _isParked) = (entries[0].Offset, entries[0].Epoch, false);
        Go();
    }

    // The client goes on at its old offset, wherever that is in the new log.
    private void SeeTopic()
    {
        if (_cluster.LogOf(partition) is { } log && log != _log)
        {
            _process.World.Note(Happening.TopicSeen, $"{_process.Name} {partition} at {_next}");
            (_log, _leaderEpoch) = (log, log.LeaderEpoch);
        }

        _isUnderWay = false;
        Go();
    }

    private void Validate()
    {
        _isUnderWay = false;
        if (_cluster.Network.AreBrokersDown || _cluster.LogOf(partition) is not { } log)
        {
            _isUnderWay = true;
            Soon(TimeSpan.FromSeconds(1), "looks again where the log was cut", Validate);
            return;
        }

        (_log, _leaderEpoch) = (log, log.LeaderEpoch);
        if (_epoch >= 0 && _next >= 0)
        {
            if (log.EndOfEpoch(_epoch) is not { } end)
            {
                Reset(log);
                return;
            }

            if (end < _next)
            {
                _process.World.Note(Happening.Diverged, $"{_process.Name} {partition}: {_next} to {end}");
                (_next, _epoch) = (end, log.EpochBefore(end));
            }
        }

        Go();
    }

    private void Reset(PartitionLog log)
    {
        _process.World.Note(Happening.OutOfRange, $"{_process.Name} {partition}: {_next} is not in {log.Start} to {log.End}, {context.Reset}");
        if (context.Reset == "error")
        {
            _stage = Stage.Silent;
            var code = ErrorCode.Local_AutoOffsetReset;
            Queue.Add(new ClientFailure(code, $"{code.GetReason()}: offset {_next}") { Partition = partition });
            return;
        }

        var isEarliest = context.Reset is not ("latest" or "largest" or "end");
        (_next, _epoch) = (isEarliest ? log.Start : log.EndFor(context.IsCommittedOnly), -1);
        Go();
    }

    private void Park()
    {
        (_isUnderWay, _isParked) = (false, true);
        var version = Queue.Version;
        _cluster.Park(partition, () => _process.Run(() =>
        {
            if (version != Queue.Version) return;
            _isParked = false;
            Go();
        }));
    }

    private void Soon(TimeSpan delay, string what, Action happens)
    {
        var version = Queue.Version;
        _process.Later(delay, $"{partition} {what}", () =>
        {
            if (version == Queue.Version && _stage != Stage.Stopped) happens();
        });
    }
}
