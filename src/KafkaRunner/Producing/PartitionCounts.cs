using System.Collections.Concurrent;

namespace KafkaRunner.Producing;

/// <summary>Remembers topics' numbers of partitions, and asks anew in the background when an answer is old.</summary>
/// <param name="ask">Asks the brokers; blocks.</param>
/// <param name="time">The clock.</param>
internal sealed class PartitionCounts(Func<string, int> ask, TimeProvider time)
{
    /// <summary>How long an answer is good: <c>topic.metadata.refresh.interval.ms</c> of the client itself.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    public bool TryGet(string topic, out int count)
    {
        count = 0;
        if (!_answers.TryGetValue(topic, out var answer)) return false;
        count = answer.Count;
        if (time.GetElapsedTime(answer.At) >= GoodFor && answer.ClaimRefresh()) _ = Task.Run(() => Refresh(topic));
        return true;
    }

    public int Ask(string topic)
    {
        var count = ask(topic);
        _answers[topic] = new Answer(count, time.GetTimestamp());
        return count;
    }

    public void Forget(string topic) => _answers.TryRemove(topic, out _);

    private void Refresh(string topic)
    {
        try
        {
            Ask(topic);
        }
        catch (Exception exception) when (exception is MessageDeliveryException or ObjectDisposedException)
        {
            // The old answer serves on; it is asked again after as long again.
            if (_answers.TryGetValue(topic, out var old)) _answers[topic] = new Answer(old.Count, time.GetTimestamp());
        }
    }

    private sealed class Answer(int count, long at)
    {
        private int _claimed;

        public int Count => count;

        public long At => at;

        public bool ClaimRefresh() => Interlocked.Exchange(ref _claimed, 1) == 0;
    }
}
