using System.Text;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Engine;

/// <summary>A partition's log in memory, which a new leader may cut and write anew.</summary>
internal sealed class FakePartition(TopicPartition name)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _log = [];
    private int _epoch = 7;
    private long _start;
    private readonly HashSet<MessageSlot> _slots = [];
    private readonly List<Source> _sources = [];

    public int OpenSources
    {
        get
        {
            lock (_lock) return _sources.Count;
        }
    }

    /// <summary>Gets what is in the log now.</summary>
    public IReadOnlyList<Entry> Log
    {
        get
        {
            lock (_lock) return [.. _log];
        }
    }

    /// <summary>Gets or sets what is done after a message was put into its slot.</summary>
    public Action<int> Reading { get; set; } = _ => { };

    /// <summary>Gets or sets what is done when the position is asked for.</summary>
    public Action Asked { get; set; } = () => { };

    /// <summary>Gets or sets what the client says of its position before anything was read: that of an earlier assignment.</summary>
    public long FirstPosition { get; set; } = -1;

    /// <summary>Gets how many of the slots that were ever filled are still in use.</summary>
    public int SlotsInUse
    {
        get
        {
            lock (_lock) return _slots.Count(slot => slot.HasKey || !slot.IsTombstone);
        }
    }

    /// <summary>Gets where the log begins and ends.</summary>
    public LogRange Range
    {
        get
        {
            lock (_lock) return new LogRange(_start, _log.Count, _epoch);
        }
    }

    public void Append(params IEnumerable<(string? Key, string? Value)> messages) => Write(_log.Count, _epoch, messages);

    /// <summary>Another log of the same name and the same epoch. Whoever reads is sent back to its beginning.</summary>
    public void CreateAgain(params IEnumerable<(string? Key, string? Value)> messages)
    {
        lock (_lock) _start = 0;
        Write(0, _epoch, messages);
    }

    public void DeleteBefore(long offset)
    {
        lock (_lock) _start = offset;
    }

    /// <summary>Messages come without a leader epoch from now on, as from brokers that know none.</summary>
    public void ForgetEpochs()
    {
        lock (_lock)
        {
            _epoch = -1;
            for (var i = 0; i < _log.Count; i++) _log[i] = _log[i] with { Epoch = -1 };
        }
    }

    public void DeliverAgain(long from) => Move(source => source.GoBackTo(from));

    /// <summary>Reads on from an offset, or from where the log parted from the one in which that epoch was the newest.</summary>
    public void Seek(long offset, int leaderEpoch) => Move(source => source.Seek(Parted(offset, leaderEpoch)));

    private void Move(Action<Source> move)
    {
        Source[] sources;
        lock (_lock) sources = [.. _sources];
        foreach (var source in sources)
        {
            lock (_lock) move(source);
            source.Readable();
        }
    }

    /// <summary>A new leader's log ends here, and goes on with other messages. Whoever reads is sent back.</summary>
    public void CutTo(int offset, params IEnumerable<(string? Key, string? Value)> messages) => Write(offset, _epoch + 1, messages);

    /// <summary>Begins to read at an offset; as librdkafka does, without looking whether the log was cut since.</summary>
    public Source Open(long offset, Action readable)
    {
        lock (_lock)
        {
            var source = new Source(this, offset, readable);
            _sources.Add(source);
            return source;
        }
    }

    private long Parted(long offset, int leaderEpoch)
    {
        if (leaderEpoch < 0) return offset;
        var parted = _log.FindIndex(entry => entry.Epoch > leaderEpoch);
        return Math.Min(offset, parted >= 0 ? parted : _log.Count);
    }

    private void Write(int end, int epoch, IEnumerable<(string? Key, string? Value)> messages)
    {
        Source[] sources;
        lock (_lock)
        {
            _epoch = epoch;
            _log.RemoveRange(end, _log.Count - end);
            _log.AddRange(messages.Select(m => new Entry(m.Key, m.Value, epoch)));
            foreach (var source in _sources) source.GoBackTo(end);
            sources = [.. _sources];
        }

        foreach (var source in sources) source.Readable();
    }

    internal sealed record Entry(string? Key, string? Value, int Epoch);

    internal sealed class Source(FakePartition owner, long offset, Action readable) : IPartitionSource
    {
        private long _next = offset;
        private (long Offset, int Epoch) _position = (owner.FirstPosition, -1);

        public TopicPartition Partition => owner.Name;

        public Action Readable => readable;

        public int Read(Span<MessageSlot> slots)
        {
            lock (owner._lock)
            {
                if (!owner._sources.Contains(this)) return 0;
                foreach (var slot in slots) owner._slots.Add(slot);
                _next = Math.Max(_next, owner._start);      // out of range: read from where the log begins now
                var count = (int)Math.Max(0, Math.Min(slots.Length, owner._log.Count - _next));
                for (var i = 0; i < count; i++, _next++)
                {
                    var (key, value, epoch) = owner._log[(int)_next];
                    slots[i].Fill(_next, Bytes(key), key is not null, Bytes(value), value is null, 1_000 * _next, epoch, new MessageHeaders());
                    owner.Reading((int)_next);
                    // As librdkafka does: it only rises, and a newer leader counts for more than a higher offset.
                    if (epoch > _position.Epoch || (epoch == _position.Epoch && _next + 1 > _position.Offset)) _position = (_next + 1, epoch);
                }

                return count;
            }
        }

        public ReadPosition Position()
        {
            owner.Asked();
            lock (owner._lock) return new ReadPosition(_position.Offset, _position.Epoch);
        }

        public long LogStart()
        {
            lock (owner._lock) return owner._start;
        }

        /// <summary>Reads on from there; the log's lock is held.</summary>
        public void Seek(long to) => (_next, _position) = (to, (-1, -1));

        /// <summary>Reads on from there if it was further; the log's lock is held.</summary>
        public void GoBackTo(long end) => _next = Math.Min(_next, end);

        public void Dispose()
        {
            lock (owner._lock) owner._sources.Remove(this);
        }

        private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
    }

    private TopicPartition Name => name;
}
