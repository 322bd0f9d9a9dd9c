using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A partition's queue in the client: what was fetched waits here, and the position is the one that librdkafka tells.</summary>
internal sealed class FetchQueue(ClientContext context, TopicPartition partition)
{
    private readonly Queue<Fetched> _waiting = [];

    /// <summary>Gets or sets who is called when there is something after there was nothing; the queue has one, whoever opened it last.</summary>
    public Action? Readable { get; set; }

    /// <summary>Gets a number that changes when what was fetched does not count any more.</summary>
    public int Version { get; private set; }

    public int Count => _waiting.Count;

    /// <summary>Gets how far it was read; only a newer leader makes it fall.</summary>
    public ReadPosition Position { get; private set; } = ReadPosition.None;

    /// <summary>Adds what a broker sent. What is there and does not count is there all the same.</summary>
    public void Add(IReadOnlyList<LogEntry> entries) => Add([.. entries.Select(e => new Fetched(Version, e))]);

    public void Add(ClientFailure failure) => Add(new Fetched(Version, null, failure));

    /// <summary>Adds what is no message, but lies in the queue until it is read, so that nobody is called before that.</summary>
    public void AddBarrier() => Add(new Fetched(Version, null));

    /// <summary>What was fetched does not count any more.</summary>
    public void Outdate() => Version++;

    /// <summary>It is read from elsewhere, by a seek or an assignment: how far it was read is forgotten.</summary>
    public void Move()
    {
        Outdate();
        Position = ReadPosition.None;
    }

    /// <summary>Takes one record out; null for none.</summary>
    public LogEntry? Take()
    {
        while (_waiting.TryDequeue(out var next))
        {
            if (next.Version != Version) continue;
            if (next.Failure is { } failure)
            {
                context.Fail(failure);
                continue;
            }

            if (next.Entry is not { } entry) continue;
            if (entry.Epoch > Position.LeaderEpoch || (entry.Epoch == Position.LeaderEpoch && entry.Offset + 1 > Position.Offset)) Position = new ReadPosition(entry.Offset + 1, entry.Epoch);
            if (entry.State != RecordState.Marker) return entry;
        }

        return null;
    }

    public int Read(Span<MessageSlot> slots)
    {
        context.PolledAt = context.Process.World.Now;
        var count = 0;
        while (count < slots.Length && Take() is { } entry)
        {
            if (!context.Slots.Fill(slots[count++], entry)) context.Process.World.Fail("a slot is released before it is filled", $"{partition} at {entry.Offset}");
        }

        return count;
    }

    private void Add(params Fetched[] added)
    {
        var wasEmpty = _waiting.Count == 0;
        foreach (var fetched in added) _waiting.Enqueue(fetched);
        if (wasEmpty && added.Length > 0) Readable?.Invoke();
    }
}
