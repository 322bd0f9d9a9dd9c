using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Knows which of the subscribed topics are missing or refused, and asks for them again until they are there. Poll thread only.
/// </summary>
/// <remarks>With <c>group.protocol=consumer</c> nobody tells of missing ones, and a refusal names none.</remarks>
/// <param name="consumer">Whose topics they are.</param>
/// <param name="client">Whom to ask.</param>
/// <param name="trouble">Where to tell.</param>
/// <param name="time">The clock.</param>
/// <param name="subscription">What follows from it.</param>
internal sealed class TopicWatch(
    ConsumerDefinition consumer, IGroupClient client, TroubleReporter trouble, TimeProvider time, Subscription subscription)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Those that match a pattern are found by the client itself, or by the broker.
    private readonly string[] _topics = [.. consumer.Topics.Where(t => !t.StartsWith('^'))];
    private readonly Dictionary<string, ErrorCode> _absent = [];
    private Task<IReadOnlyDictionary<string, ErrorCode>>? _question;
    private long _askedAt = time.GetTimestamp();
    private TimeSpan _interval = Shortest;
    private bool _isWanted = consumer.Topics.Any(t => !t.StartsWith('^'));      // whether there is a reason to ask
    private bool _isDue;                    // at once

    /// <summary>Takes note of an error that may be about topics.</summary>
    /// <returns>Whether it will tell of it itself, by name.</returns>
    public bool Heard(Error error)
    {
        if (!IsAboutTopics(error.Code) || ClientErrors.Partition(error) is not null || _topics.Length == 0) return false;
        _isWanted = _isDue = true;
        if (ClientErrors.Topic(error) is not { } topic) return error.Code == ErrorCode.TopicAuthorizationFailed && consumer.Topics.Count > 1;
        if (_topics.Contains(topic)) _absent[topic] = Plain(error.Code);
        return false;
    }

    /// <summary>Asks if it is time to, and sees to what was answered.</summary>
    /// <returns>Whether all topics are refused.</returns>
    public bool Serve()
    {
        if (_question is { IsCompleted: true } answered)
        {
            _question = null;
            if (answered.IsCompletedSuccessfully) Take(answered.Result);
        }

        if (_question is null && _isWanted && (_isDue || time.GetElapsedTime(_askedAt) >= _interval))
        {
            _isDue = false;
            _askedAt = time.GetTimestamp();
            _question = client.TopicStatesAsync(_topics);
        }

        subscription.Serve();
        return _topics.Length == consumer.Topics.Count && _topics.All(IsRefused);
    }

    private static bool IsAboutTopics(ErrorCode code) =>
        code is ErrorCode.TopicAuthorizationFailed or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;

    private static ErrorCode Plain(ErrorCode code) => code == ErrorCode.TopicAuthorizationFailed ? code : ErrorCode.UnknownTopicOrPart;

    private bool IsRefused(string topic) => _absent.GetValueOrDefault(topic) == ErrorCode.TopicAuthorizationFailed;

    private void Take(IReadOnlyDictionary<string, ErrorCode> states)
    {
        var found = new List<string>();
        foreach (var (topic, code) in states)
        {
            if (IsAboutTopics(code))
            {
                _absent[topic] = Plain(code);
                trouble.Report(ClientErrors.NotAvailable(topic, Plain(code)));
            }
            else if (code == ErrorCode.NoError && _absent.Remove(topic))
            {
                found.Add(topic);
            }
        }

        // Where nobody answers, not even the next question will be for now.
        _interval = states.Count > 0 ? Shortest : _interval * 2 < Longest ? _interval * 2 : Longest;
        _isWanted = _isDue || _absent.Count > 0 || states.Count < _topics.Length;
        if (found.Count > 0) trouble.AreThere(found, all: _absent.Count == 0);
        subscription.Update(found, [.. _topics.Where(IsRefused)]);
    }
}
