using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>
/// Raises a client's events: one at a time, and none after the client did not close in time. Until then they come on the poll thread; while it closes, on
/// the thread that closes it, for which the poll thread waits no longer than it has time.
/// </summary>
internal sealed class GroupEvents
{
    private readonly Lock _lock = new();
    private volatile IGroupEvents? _events;
    private long _raised;

    /// <summary>Gets whether somebody listens.</summary>
    public bool IsHeard => _events is not null;

    /// <summary>Gets how many events were raised.</summary>
    public long Raised => Volatile.Read(ref _raised);

    /// <summary>Has somebody listen.</summary>
    public void TellTo(IGroupEvents events)
    {
        lock (_lock) _events = events;
    }

    /// <summary>Raises an event.</summary>
    public void Raise(Action<IGroupEvents> raise)
    {
        lock (_lock)
        {
            _raised++;
            if (_events is { } events) raise(events);
        }
    }

    /// <summary>Raises a failure that is about no partition.</summary>
    public void Failed(Error error) => Raise(events => events.Failed(ClientFailure.Of(error)));

    /// <summary>Raises none any more. Waits, a second at most, for one that is being raised.</summary>
    public void Silence()
    {
        var isQuiet = _lock.TryEnter(TimeSpan.FromSeconds(1));
        _events = null;
        if (isQuiet) _lock.Exit();
    }
}
