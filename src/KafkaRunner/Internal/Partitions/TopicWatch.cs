using KafkaRunner.Configuration;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Knows which of the subscribed topics are missing or refused, and asks for them again until they are there. Poll thread only.
/// </summary>
/// <remarks>With <c>group.protocol=consumer</c> nobody tells of missing ones, and a refusal names none.</remarks>
/// <param name="consumer">Whose topics they are.</param>
/// <param name="questions">Whom to ask.</param>
/// <param name="trouble">Where to tell.</param>
/// <param name="time">The clock.</param>
/// <param name="subscription">What follows from it.</param>
internal sealed class TopicWatch(
    ConsumerDefinition consumer, IGroupQuestions questions, TroubleReporter trouble, TimeProvider time, Subscription subscription)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly string[] _topics = Named(consumer);
    private readonly Dictionary<string, FailureCode> _absent = [];
    private readonly PeriodicQuestion<IReadOnlyDictionary<string, FailureCode>> _question = new(time, () => questions.TopicStatesAsync(Named(consumer)));
    private TimeSpan _interval = Shortest;
    private bool _isWanted = Named(consumer).Length > 0;      // whether there is a reason to ask
    private bool _isDue;                    // at once

    /// <summary>Takes note of a failure that may be about topics.</summary>
    /// <returns>Whether it will tell of it itself, by name.</returns>
    public bool Heard(ClientFailure failure)
    {
        if (!IsAboutTopics(failure.Code) || failure.Partition is not null || _topics.Length == 0) return false;
        _isWanted = _isDue = true;
        if (failure.Topic is not { } topic) return failure.Code.IsTopicRefused && consumer.Topics.Count > 1;
        if (_topics.Contains(topic)) _absent[topic] = Plain(failure.Code);
        return false;
    }

    /// <summary>Asks if it is time to, and sees to what was answered.</summary>
    /// <returns>Whether all topics are refused.</returns>
    public bool Serve()
    {
        if (_question.TryTake(out var states)) Take(states);
        if (_isWanted && _question.AskIfDue(_isDue ? TimeSpan.Zero : _interval)) _isDue = false;

        subscription.Serve();
        return _topics.Length == consumer.Topics.Count && _topics.All(IsRefused);
    }

    // Those that match a pattern are found by the client itself, or by the broker.
    private static string[] Named(ConsumerDefinition consumer) => [.. consumer.Topics.Where(t => !t.StartsWith('^'))];

    private static bool IsAboutTopics(FailureCode code) => code.IsTopicRefused || code.IsTopicMissing;

    private static FailureCode Plain(FailureCode code) => code.IsTopicRefused ? code : FailureCode.TopicMissing;

    private bool IsRefused(string topic) => _absent.GetValueOrDefault(topic).IsTopicRefused;

    private void Take(IReadOnlyDictionary<string, FailureCode> states)
    {
        var found = new List<string>();
        foreach (var (topic, code) in states)
        {
            if (IsAboutTopics(code))
            {
                _absent[topic] = Plain(code);
                trouble.Report(ClientFailure.NotAvailable(topic, Plain(code)));
            }
            else if (code.IsNone && _absent.Remove(topic))
            {
                found.Add(topic);
            }
        }

        // Where nobody answers, not even the next question will be for now.
        _interval = states.Count > 0 ? Shortest : _interval * 2 < Longest ? _interval * 2 : Longest;
        _isWanted = _isDue || _absent.Count > 0 || states.Count < _topics.Length;
        var there = states.Where(s => s.Value.IsNone).Select(s => s.Key).ToList();
        if (there.Count > 0) trouble.AreThere(there, all: there.Count == _topics.Length);
        subscription.Update(found, [.. _topics.Where(IsRefused)]);
    }
}
