using System.Text;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Engine;

/// <summary>A partition's log in memory.</summary>
internal sealed class FakePartition(TopicPartition name)
{
    private readonly Lock _lock = new();
    private readonly List<string?> _values = [];
    private readonly List<Source> _sources = [];

    public int OpenSources
    {
        get
        {
            lock (_lock) return _sources.Count;
        }
    }

    public void Append(string?[] values)
    {
        Source[] sources;
        lock (_lock)
        {
            _values.AddRange(values);
            sources = [.. _sources];
        }

        foreach (var source in sources) source.Readable();
    }

    public Source Open(long offset, Action readable)
    {
        var source = new Source(this, offset, readable);
        lock (_lock) _sources.Add(source);
        return source;
    }

    internal sealed class Source(FakePartition owner, long offset, Action readable) : IPartitionSource
    {
        private long _next = offset;
        private bool _read;

        public TopicPartition Partition => owner.Name;

        public Action Readable => readable;

        public int Read(Span<MessageSlot> slots)
        {
            lock (owner._lock)
            {
                if (!owner._sources.Contains(this)) return 0;
                var count = (int)Math.Min(slots.Length, owner._values.Count - _next);
                for (var i = 0; i < count; i++, _next++)
                {
                    var value = owner._values[(int)_next];
                    slots[i].Fill(_next, [], false, value is null ? [] : Encoding.UTF8.GetBytes(value), value is null, 1_000 * _next, 7, new MessageHeaders());
                    _read = true;
                }

                return count;
            }
        }

        public long Position()
        {
            lock (owner._lock) return _read ? _next : -1;
        }

        public void Dispose()
        {
            lock (owner._lock) owner._sources.Remove(this);
        }
    }

    private TopicPartition Name => name;
}
