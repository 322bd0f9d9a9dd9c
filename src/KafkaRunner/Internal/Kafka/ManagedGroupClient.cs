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

    // Its finalizer would destroy a client that is still used.
    private static readonly ConcurrentBag<ManagedGroupClient> Abandoned = [];

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly long _maxBytes;
    private readonly ConcurrentDictionary<TopicPartition, ManagedPartitionSource> _sources = new();
    private readonly ConcurrentQueue<ManagedPartitionSource> _drained = new();
    private readonly ConcurrentDictionary<TopicPartition, (long Offset, bool IsDone)> _seeks = new();
    private readonly ManagedCommits _commits;
    private readonly ConcurrentQueue<ClientFailure> _failures = new();       // met on other threads
    private readonly GroupQuestions _questions;
    private readonly GroupEvents _events = new();
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
            .SetPartitionsAssignedHandler((_, partitions) => _questions!.Place(partitions.FromConfluent(), _events))
            .SetPartitionsRevokedHandler((_, partitions) => GiveUp(partitions.FromConfluent(), lost: false))
            .SetPartitionsLostHandler((_, partitions) => GiveUp(partitions.FromConfluent(), lost: true))
            .SetErrorHandler((_, error) => _events.Failed(error))
            .SetLogHandler((_, line) => LibrdkafkaLog.Write(librdkafkaLogger, line))
            .Build();
        _commits = new ManagedCommits(_consumer, Wake);
        var requests = new AdminRequests(_consumer.Handle);
        _questions = new GroupQuestions(
            requests,
            (partitions, answers) => ManagedCommitted.AskOnce(_consumer, partitions, answers),
            usesFacts: false,
            static () => false,     // nobody tells here, and a mock is asked in vain
            new LogQuestion(requests, askEnds: null, LogQuestion.IsolationOf(config), _failures.Enqueue),
            _failures.Enqueue);
    }

    public bool CarriesMetadata => false;

    public IGroupQuestions Questions => _questions;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) => GroupSubscription.Subscribe(_consumer, _events, topics, events);

    public void Poll(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            while (_drained.TryDequeue(out var source))
            {
                if (_sources.GetValueOrDefault(source.Partition) == source && source.Resume()) _consumer.Resume([source.Partition.ToConfluent()]);
            }

            foreach (var (partition, seek) in _seeks.Where(s => !s.Value.IsDone)) Seek(partition, seek.Offset);
            var left = timeout - Stopwatch.GetElapsedTime(started);
            Consume(left < Slice ? left : Slice);
            ServeCommits(TimeSpan.Zero);
        }
        while (Interlocked.Exchange(ref _isWoken, 0) == 0 && Stopwatch.GetElapsedTime(started) < timeout);
    }

    public void Wake() => Volatile.Write(ref _isWoken, 1);

    // By the poll thread, which alone knows that nothing older is on its way into the source. So it is done when it is asked for again.
    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        if (_seeks.TryGetValue(partition, out var seek) && seek == (offset, true)) return _seeks.TryRemove(partition, out _);
        _seeks[partition] = (offset, false);
        Wake();
        return false;
    }

    public IPartitionSource Open(TopicPartition partition, Action readable)
    {
        return _sources[partition] = new ManagedPartitionSource(partition, _maxBytes, readable, Drained);

        void Drained(ManagedPartitionSource source)
        {
            _drained.Enqueue(source);
            Wake();
        }
    }

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed) => _commits.Send(offsets, completed);

    public void ServeCommits(TimeSpan timeout)
    {
        if (!_ended) _commits.Serve(timeout);
    }

    public bool Close(TimeSpan timeout)
    {
        if (_closed || _ended) return _isLeft;
        _closed = true;
        _questions.End();
        var started = Stopwatch.GetTimestamp();
        // Confluent's Close() waits for a coordinator that is away for as long as a request may take, so another thread calls it.
        _isLeft = _commits.Wait(timeout)
            && Task.Factory.StartNew(CloseNow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait(Left(timeout, started));
        if (!_isLeft) _events.Silence();       // the other thread goes on
        return _isLeft;
    }

    public void Abandon()
    {
        _ended = true;
        _events.Silence();
        Abandoned.Add(this);
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        if (!_questions.TryEnd(GroupQuestions.Patience) || !_commits.Wait(LastCommitPatience))
        {
            Abandoned.Add(this);        // somebody still uses it
            return;
        }

        _consumer.Dispose();
        _commits.Dispose();
    }

    private void Seek(TopicPartition partition, long offset)
    {
        if (!_sources.TryGetValue(partition, out var source)) return;
        try
        {
            _consumer.Seek(new TopicPartitionOffset(partition.ToConfluent(), offset));
        }
        catch (KafkaException)      // it has not begun to fetch the partition, most likely
        {
            return;
        }

        source.Clear();
        _seeks.TryUpdate(partition, (offset, true), (offset, false));
    }

    private static TimeSpan Left(TimeSpan timeout, long started) =>
        timeout - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void CloseNow()
    {
        try
        {
            GroupSubscription.Unsubscribe(_consumer, _events, LastCommitPatience);
            _consumer.Close();
        }
        catch (KafkaException exception)    // after a fatal error; the membership is gone anyway
        {
            _events.Failed(exception.Error);
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
            when (exception.ConsumerRecord is { Topic: not null } record && record.Partition.Value >= 0 && !TopicText.IsOfTopic(exception.Error.Reason))
        {
            _events.Raise(e => e.Failed(ClientFailure.Of(new TopicPartition(record.Topic, record.Partition.Value), exception.Error)));
        }
        catch (KafkaException exception)
        {
            _events.Failed(exception.Error);
        }

        while (_failures.TryDequeue(out var failure)) _events.Raise(e => e.Failed(failure));
        foreach (var source in _sources.Values) source.RefreshPosition(this);
    }

    long IManagedPlace.PositionOf(TopicPartition partition) => Ask(() => _consumer.Position(partition.ToConfluent()).Value);

    long IManagedPlace.LogStartOf(TopicPartition partition) => Ask(() => _consumer.GetWatermarkOffsets(partition.ToConfluent()).Low.Value);

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
        if (lost) _events.Raise(e => e.Lost(partitions));
        else _events.Raise(e => e.Revoking(partitions));
        var paused = partitions.Where(p => _sources.TryRemove(p, out var source) && source.Resume()).Select(PartitionNames.ToConfluent).ToArray();
        if (paused.Length == 0) return;
        try
        {
            _consumer.Resume(paused);
        }
        catch (KafkaException exception)
        {
            _events.Failed(exception.Error);
        }
    }
}
