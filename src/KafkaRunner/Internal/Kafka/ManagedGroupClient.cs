using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A group member on Confluent's public interface alone: <c>Consume()</c>, pause and resume, commits without metadata.</summary>
internal sealed class ManagedGroupClient : IGroupClient, IManagedPlace
{
    // Consume() cannot be woken, so it never waits for longer.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastCommitPatience = TimeSpan.FromSeconds(5);
    private const int MostInARow = 1_000;

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly long _maxBytes;
    private readonly ConcurrentDictionary<TopicPartition, ManagedPartitionSource> _sources = new();
    private readonly ConcurrentQueue<ManagedPartitionSource> _drained = new();
    private readonly ConcurrentDictionary<TopicPartition, (long Offset, bool IsDone)> _seeks = new();
    private readonly BlockingCollection<Action> _committed = [];
    private readonly ConcurrentQueue<Error> _errors = new();        // met on other threads
    private readonly GroupQuestions _questions;
    private IGroupEvents? _events;
    private Task _commit = Task.CompletedTask;
    private int _isWoken;
    private bool _closed;
    private bool _isLeft;
    private bool _ended;

    public ManagedGroupClient(ConsumerConfig config, ILogger librdkafkaLogger)
    {
        // Half of a partition's room waits in librdkafka, half of it here.
        var kilobytes = int.TryParse(config.Get("queued.max.messages.kbytes"), CultureInfo.InvariantCulture, out var given) ? given : 8_192;
        _maxBytes = kilobytes * 512L;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(Named(partitions)))
            .SetPartitionsRevokedHandler((_, partitions) => GiveUp(Named(partitions.Select(p => p.TopicPartition)), lost: false))
            .SetPartitionsLostHandler((_, partitions) => GiveUp(Named(partitions.Select(p => p.TopicPartition)), lost: true))
            .SetErrorHandler((_, error) => _events?.Failed(error))
            .SetLogHandler((_, line) => LibrdkafkaLog.Write(librdkafkaLogger, line))
            .Build();
        _questions = new GroupQuestions(
            _consumer.Handle,
            AskOnce,
            usesFacts: false,
            static () => false,     // nobody tells here, and a mock is asked in vain
            new LogQuestion(_consumer.Handle, LogQuestion.IsolationOf(config), _errors.Enqueue),
            _errors.Enqueue);
    }

    public bool CarriesMetadata => false;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events)
    {
        _events = events;
        _consumer.Subscribe(topics);
    }

    public void Poll(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            while (_drained.TryDequeue(out var source))
            {
                if (_sources.GetValueOrDefault(source.Partition) == source && source.Resume()) _consumer.Resume([Confluents(source.Partition)]);
            }

            foreach (var (partition, seek) in _seeks.Where(s => !s.Value.IsDone)) Seek(partition, seek.Offset);
            var left = timeout - Stopwatch.GetElapsedTime(started);
            Consume(left < Slice ? left : Slice);
            ServeCommits(TimeSpan.Zero);
        }
        while (Interlocked.Exchange(ref _isWoken, 0) == 0 && Stopwatch.GetElapsedTime(started) < timeout);
    }

    public void Wake() => Volatile.Write(ref _isWoken, 1);

    public IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _questions.CommittedAsync(partitions, cancellationToken);

    public Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        _questions.TopicsAsync(topics, cancellationToken);

    public Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _questions.LogsAsync(partitions, cancellationToken);

    // By the poll thread, which alone knows that nothing older is on its way into the source. So it is done when it is asked for again.
    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        if (_seeks.TryGetValue(partition, out var seek) && seek == (offset, true)) return _seeks.TryRemove(partition, out _);
        _seeks[partition] = (offset, false);
        Wake();
        return false;
    }

    public Task<IReadOnlyDictionary<string, ErrorCode>> TopicStatesAsync(IReadOnlyList<string> topics) => _questions.TopicStatesAsync(topics);

    public Task<bool> AnswersAsync() => _questions.AnswersAsync();

    public IPartitionSource Open(TopicPartition partition, Action readable)
    {
        return _sources[partition] = new ManagedPartitionSource(partition, _maxBytes, readable, Drained);

        void Drained(ManagedPartitionSource source)
        {
            _drained.Enqueue(source);
            Wake();
        }
    }

    // Confluent's Commit() waits for the broker, so another thread calls it.
    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        var commit = offsets.Select(o => new TopicPartitionOffset(Confluents(o.Partition), o.Offset, o.LeaderEpoch < 0 ? null : o.LeaderEpoch)).ToArray();
        _commit = Task.Factory.StartNew(
            () =>
            {
                var result = CommitNow(commit);
                _committed.Add(() => completed(result));
                Wake();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void ServeCommits(TimeSpan timeout)
    {
        if (_committed.TryTake(out var tell, timeout)) tell();
    }

    public bool Close(TimeSpan timeout)
    {
        if (_closed || _ended) return _isLeft;
        _closed = true;
        _questions.End();
        var started = Stopwatch.GetTimestamp();
        // Confluent's Close() waits for a coordinator that is away for as long as a request may take, so another thread calls it.
        _isLeft = _commit.Wait(timeout)
            && Task.Factory.StartNew(CloseNow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait(Left(timeout, started));
        if (!_isLeft) _events = null;       // the other thread goes on
        return _isLeft;
    }

    public void Abandon()
    {
        _ended = true;
        _events = null;
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _questions.Dispose();
        if (_commit.Wait(LastCommitPatience)) _consumer.Dispose();
    }

    private void Seek(TopicPartition partition, long offset)
    {
        if (!_sources.TryGetValue(partition, out var source)) return;
        try
        {
            _consumer.Seek(new TopicPartitionOffset(Confluents(partition), offset));
        }
        catch (KafkaException)      // it has not begun to fetch the partition, most likely
        {
            return;
        }

        source.Clear();
        _seeks.TryUpdate(partition, (offset, true), (offset, false));
    }

    private ErrorCode AskOnce(TopicPartition[] partitions, Dictionary<TopicPartition, StoredOffset> answers)
    {
        try
        {
            foreach (var offset in _consumer.Committed(partitions.Select(Confluents), CommittedQuestion.Timeout)) Keep(offset);
            return ErrorCode.NoError;
        }
        catch (TopicPartitionOffsetException exception)     // some are told
        {
            foreach (var told in exception.Results.Where(r => !r.Error.IsError)) Keep(told.TopicPartitionOffset);
            return exception.Results.First(r => r.Error.IsError).Error.Code;
        }
        catch (KafkaException exception)
        {
            return exception.Error.Code;
        }

        void Keep(TopicPartitionOffset told) =>
            answers[new TopicPartition(told.Topic, told.Partition.Value)] = new StoredOffset(Math.Max(told.Offset.Value, -1), null, told.LeaderEpoch ?? -1);
    }

    private static TimeSpan Left(TimeSpan timeout, long started) =>
        timeout - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void CloseNow()
    {
        try
        {
            if (_consumer.Assignment.Count == 0) _consumer.Unsubscribe();       // see NativeGroupClient
            _consumer.Close();
        }
        catch (KafkaException exception)    // after a fatal error; the membership is gone anyway
        {
            _events?.Failed(exception.Error);
        }
    }

    private void Consume(TimeSpan timeout)
    {
        try
        {
            var message = _consumer.Consume(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
            for (var i = 0; message is not null; i++)
            {
                var partition = new TopicPartition(message.Topic, message.Partition.Value);
                if (_sources.GetValueOrDefault(partition)?.Add(message, this) == true) _consumer.Pause([message.TopicPartition]);
                if (i >= MostInARow) return;
                message = _consumer.Consume(TimeSpan.Zero);
            }
        }
        catch (ConsumeException exception)
            when (exception.ConsumerRecord is { Topic: not null } record && record.Partition.Value >= 0 && !ClientErrors.IsOfTopic(exception.Error))
        {
            var place = new TopicPartition(record.Topic, record.Partition.Value);
            _events?.Failed(new Error(exception.Error.Code, $"{place}: {exception.Error.Reason}", exception.Error.IsFatal));
        }
        catch (KafkaException exception)
        {
            _events?.Failed(exception.Error);
        }

        while (_errors.TryDequeue(out var error)) _events?.Failed(error);
        foreach (var source in _sources.Values) source.RefreshPosition(this);
    }

    long IManagedPlace.PositionOf(TopicPartition partition) => Ask(() => _consumer.Position(Confluents(partition)).Value);

    long IManagedPlace.LogStartOf(TopicPartition partition) => Ask(() => _consumer.GetWatermarkOffsets(Confluents(partition)).Low.Value);

    private static long Ask(Func<long> question)
    {
        try
        {
            return question();
        }
        catch (KafkaException)
        {
            return -1;
        }
    }

    // A pause outlives the assignment, and whoever gets the partition next, here, would wait for ever.
    private void GiveUp(TopicPartition[] partitions, bool lost)
    {
        foreach (var partition in partitions) _seeks.TryRemove(partition, out _);
        if (lost) _events?.Lost(partitions);
        else _events?.Revoking(partitions);
        var paused = partitions.Where(p => _sources.TryRemove(p, out var source) && source.Resume()).Select(Confluents).ToArray();
        if (paused.Length == 0) return;
        try
        {
            _consumer.Resume(paused);
        }
        catch (KafkaException exception)
        {
            _events?.Failed(exception.Error);
        }
    }

    private CommitResult CommitNow(TopicPartitionOffset[] offsets)
    {
        try
        {
            _consumer.Commit(offsets);
            return new CommitResult(ErrorCode.NoError, new Dictionary<TopicPartition, ErrorCode>());
        }
        catch (TopicPartitionOffsetException exception)
        {
            return new CommitResult(ErrorCode.NoError, exception.Results.ToDictionary(r => new TopicPartition(r.Topic, r.Partition.Value), r => r.Error.Code));
        }
        catch (KafkaException exception)
        {
            return new CommitResult(exception.Error.Code, new Dictionary<TopicPartition, ErrorCode>());
        }
    }

    private static Confluent.Kafka.TopicPartition Confluents(TopicPartition partition) => new(partition.Topic, partition.Partition);

    // A handler, so it must not throw.
    private IEnumerable<TopicPartitionOffset> Assign(TopicPartition[] partitions)
    {
        var offsets = _questions.Place(partitions);
        _events?.Assigned(partitions);
        return offsets;
    }

    private static TopicPartition[] Named(IEnumerable<Confluent.Kafka.TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartition(p.Topic, p.Partition.Value))];
}
