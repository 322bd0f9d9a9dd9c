using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A client of the model: what librdkafka and Confluent's consumer do for one member, native or managed.</summary>
internal sealed class ModelClient : IGroupClient
{
    private readonly ClientContext _context;
    private readonly Process _process;
    private readonly bool _isManaged;
    private readonly SortedDictionary<TopicPartition, Fetcher> _fetchers = new(Comparer<TopicPartition>.Create(Compare));
    private readonly Dictionary<TopicPartition, ManagedModelSource> _sources = [];
    private readonly Dictionary<TopicPartition, (long Offset, bool IsDone)> _seeks = [];
    private readonly ModelQuestions _questions;
    private readonly ModelCommits _commits;
    private readonly GroupMember _member;
    private bool _isWoken;
    private bool _isClosed;

    public ModelClient(ClientContext context)
    {
        (_context, _process) = (context, context.Process);
        _isManaged = context.Options.MessageSource == MessageSource.Managed;
        var coordinator = context.Cluster.Coordinator;
        _questions = new ModelQuestions(context, new OffsetQuestion(context, coordinator));
        _member = coordinator.Group switch
        {
            ClassicGroup classic => new ClassicMember(context, _questions, FetcherOf, classic),
            ConsumerGroup consumer => new ConsumerMember(context, _questions, FetcherOf, consumer),
            var other => throw new InvalidOperationException($"No member is of a {other.GetType().Name}."),
        };
        _commits = new ModelCommits(context, coordinator, () => _member.Identity);
    }

    public bool CarriesMetadata => !_isManaged;

    public IGroupQuestions Questions => _questions;

    /// <summary>Gets whether it is disposed, or left alone because something still reads its memory.</summary>
    public bool IsLetGo { get; private set; }

    /// <summary>A topic was created, deleted or grown, and the client has seen it.</summary>
    public void See(string topic)
    {
        if (!_isClosed && _member.Topics.Contains(topic)) _member.TopicsSeen();
    }

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events)
    {
        _process.ThrowIfKilled();
        _context.Events = events;
        _context.PolledAt = _process.World.Now;
        _member.Subscribe(topics);
    }

    public void Poll(TimeSpan timeout)
    {
        _context.PolledAt = _process.World.Now;
        foreach (var (partition, seek) in _seeks.Where(s => !s.Value.IsDone).ToList()) SeekManaged(partition, seek.Offset);
        _process.Wait(() => _isWoken || _context.HasEvents || _commits.HasArrived || _sources.Values.Any(source => source.CanServe), timeout);
        (_isWoken, _context.PolledAt) = (false, _process.World.Now);
        while (_context.HasEvents) _context.ServeOne();
        foreach (var fetcher in _fetchers.Values)
        {
            if (_sources.TryGetValue(fetcher.Partition, out var source)) source.Serve();
        }

        _context.PolledAt = _process.World.Now;
        _commits.Serve(TimeSpan.Zero);
    }

    public void Wake() => _isWoken = !_isClosed;

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        _process.ThrowIfKilled();
        if (!_isManaged) return FetcherOf(partition).TrySeek(offset, leaderEpoch);
        // By the poll thread, so it is done when it is asked for again.
        if (_seeks.TryGetValue(partition, out var seek) && seek == (offset, true)) return _seeks.Remove(partition);
        _seeks[partition] = (offset, false);
        Wake();
        return false;
    }

    public IPartitionSource Open(TopicPartition partition, Action readable)
    {
        _process.ThrowIfKilled();
        var fetcher = FetcherOf(partition);
        return _isManaged ? _sources[partition] = new ManagedModelSource(_context, fetcher, readable) : new ModelSource(_process, fetcher, readable);
    }

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        _process.ThrowIfKilled();
        _commits.Send(offsets, completed);
    }

    public void ServeCommits(TimeSpan timeout) => _commits.Serve(timeout);

    public bool Close(TimeSpan timeout)
    {
        if (_isClosed) return _member.HasLeft;
        _process.ThrowIfKilled();
        var until = _process.World.Now + timeout;
        _isClosed = true;
        _questions.End();
        // An assignment that is on its way comes, and is given back.
        while (_context.HasEvents) _context.ServeOne();
        _member.Leave();
        while (!_member.HasLeft && _process.World.Now < until)
        {
            _process.Wait(() => _member.HasLeft || _context.HasEvents, until - _process.World.Now);
            while (_context.HasEvents) _context.ServeOne();
        }

        _process.World.Note(_member.HasLeft ? Happening.Closed : Happening.NotClosed, _process.Name);
        if (!_member.HasLeft) _context.Events = null;
        return _member.HasLeft;
    }

    public void Abandon()
    {
        _context.Events = null;
        _isClosed = IsLetGo = true;
        _process.World.Note(Happening.Abandoned, _process.Name);
    }

    public void Dispose()
    {
        _context.Events = null;
        IsLetGo = true;
    }

    private static int Compare(TopicPartition one, TopicPartition other) =>
        string.CompareOrdinal(one.Topic, other.Topic) is not 0 and var order ? order : one.Partition.CompareTo(other.Partition);

    private Fetcher FetcherOf(TopicPartition partition)
    {
        if (!_fetchers.TryGetValue(partition, out var fetcher)) _fetchers[partition] = fetcher = new Fetcher(_context, partition);
        return fetcher;
    }

    private void SeekManaged(TopicPartition partition, long offset)
    {
        if (!_sources.TryGetValue(partition, out var source) || !FetcherOf(partition).TrySeek(offset, -1)) return;
        source.Clear();
        _seeks[partition] = (offset, true);
    }
}
