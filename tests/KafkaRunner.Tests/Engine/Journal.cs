namespace KafkaRunner.Tests.Engine;

/// <summary>Watches over the order of attempts: one at a time in each lane, forward only, within each ownership of a partition.</summary>
/// <remarks>An ownership is known by the token that its attempts are cancelled with.</remarks>
internal sealed class Journal(Ordering ordering)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(CancellationToken Owner, string Lane), string> _inWork = [];
    private readonly Dictionary<(CancellationToken Owner, string Lane, int? Epoch), (long Offset, bool IsFinished)> _last = [];
    private readonly List<string> _violations = [];

    /// <summary>Gets what was not in order, as sentences.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock) return [.. _violations];
        }
    }

    /// <summary>Gets how many attempts are under way.</summary>
    public int InWork { get; private set; }

    /// <summary>Gets how many were at most.</summary>
    public int MostInWork { get; private set; }

    /// <summary>An attempt at one message, or at a batch, begins.</summary>
    /// <returns>What is to be called when it ends, with whether it finished.</returns>
    public Action<bool> Begin(IReadOnlyList<Message> messages, CancellationToken owner)
    {
        var places = messages.Select(m => (Lane: LaneOf(m), Epoch: m.LeaderEpoch, m.Offset, Text: m.ToString())).ToList();
        var lanes = places.Select(p => p.Lane).Distinct().ToList();
        lock (_lock)
        {
            MostInWork = Math.Max(MostInWork, ++InWork);
            foreach (var lane in lanes)
            {
                if (_inWork.TryGetValue((owner, lane), out var other)) _violations.Add($"{places[0].Text} began while {other} was in work in lane {lane}");
                _inWork[(owner, lane)] = places[0].Text;
            }

            foreach (var (lane, epoch, offset, text) in places)
            {
                var (lastOffset, wasFinished) = _last.GetValueOrDefault((owner, lane, epoch), (-1, true));
                if (offset < lastOffset) _violations.Add($"{text} began after {lastOffset} of lane {lane}");
                if (offset == lastOffset && wasFinished) _violations.Add($"{text} began again, though it was finished");
                if (offset > lastOffset && !wasFinished) _violations.Add($"{text} began though {lastOffset} of lane {lane} was not finished");
                _last[(owner, lane, epoch)] = (offset, true);
            }
        }

        return isFinished => End(isFinished);

        void End(bool isFinished)
        {
            lock (_lock)
            {
                InWork--;
                foreach (var lane in lanes) _inWork.Remove((owner, lane));
                if (isFinished) return;
                foreach (var (lane, epoch, offset, _) in Enumerable.Reverse(places)) _last[(owner, lane, epoch)] = (offset, false);
            }
        }
    }

    private string LaneOf(Message message) => ordering switch
    {
        Ordering.Partition => $"{message.Partition}",
        Ordering.Key when message.HasKey => $"{message.Partition}/{Convert.ToHexString(message.Key)}",
        _ => $"{message.Partition} at {message.Offset} under {message.LeaderEpoch}",
    };
}
