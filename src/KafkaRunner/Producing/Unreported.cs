using System.Collections.Concurrent;

namespace KafkaRunner.Producing;

/// <summary>The accepted messages without a report, kept where librdkafka cannot be told to fail them: each is reported once, by it or from here.</summary>
internal sealed class Unreported
{
    private readonly ConcurrentDictionary<Entry, bool> _waiting = new();

    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>Makes an entry for a message that is about to be handed over.</summary>
    public Entry Prepare(OutgoingMessage message, Action<DeliveryReport> onReport) => new(this, message, onReport);

    /// <summary>Takes note of a message that was accepted. Its report may have come already.</summary>
    public void Add(Entry entry)
    {
        _waiting[entry] = true;
        if (entry.IsReported) _waiting.TryRemove(entry, out _);
    }

    /// <summary>Fails all of them.</summary>
    public void FailAll(Func<OutgoingMessage, DeliveryReport> failure)
    {
        foreach (var (entry, _) in _waiting) entry.Report(failure(entry.Message));
    }

    /// <summary>One message, which takes one report.</summary>
    internal sealed class Entry(Unreported owner, OutgoingMessage message, Action<DeliveryReport> onReport)
    {
        private int _isReported;

        public OutgoingMessage Message => message;

        public bool IsReported => Volatile.Read(ref _isReported) != 0;

        public void Report(DeliveryReport report)
        {
            if (Interlocked.Exchange(ref _isReported, 1) != 0) return;
            owner._waiting.TryRemove(this, out _);
            onReport(report);
        }
    }
}
