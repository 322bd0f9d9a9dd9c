using KafkaRunner.Configuration;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Has the client subscribe anew, where that is needed for topics to be read that were missing or refused. Poll thread only.</summary>
/// <remarks>
/// The classic client looks for topics that were missing every five minutes only, and takes them up earlier where it is subscribed anew, be it to
/// the same ones. With <c>group.protocol=consumer</c> the broker takes them up by itself, but lets nobody in who subscribes to a refused one.
/// </remarks>
/// <param name="consumer">Whose topics they are.</param>
/// <param name="subscribe">Has the client subscribe to these topics.</param>
internal sealed class Subscription(ConsumerDefinition consumer, Action<IReadOnlyList<string>> subscribe)
{
    private readonly bool _isBrokerAssigning = LibrdkafkaProperties.UsesConsumerProtocol(consumer.Options);
    private readonly bool _isCooperative = LibrdkafkaProperties.IsCooperative(consumer.Options);
    private readonly HashSet<string> _found = [];   // to be taken up
    private HashSet<string> _leftOut = [];
    private bool _isSettled;        // no rebalance is under way, as far as this member knows
    private bool _isSaid;           // and the rebalance that comes of it is waited for
    private bool _isRepetition;

    /// <summary>Takes note of what is known of the topics now.</summary>
    /// <param name="found">Those that were missing or refused, and are not any more.</param>
    /// <param name="refused">All that are refused.</param>
    public void Update(IReadOnlyCollection<string> found, IReadOnlyCollection<string> refused)
    {
        if (_isBrokerAssigning)
        {
            if (_leftOut.SetEquals(refused) || refused.Count == consumer.Topics.Count) return;
            _leftOut = [.. refused];
            subscribe([.. consumer.Topics.Where(topic => !_leftOut.Contains(topic))]);
        }
        else if (found.Count > 0)
        {
            _found.UnionWith(found);
            _isSaid = _isRepetition = false;
        }
    }

    /// <summary>A rebalance has ended.</summary>
    public void Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions) _found.Remove(partition.Topic);
        _isSettled = true;
        _isSaid = false;
    }

    /// <summary>A rebalance begins.</summary>
    public void Revoking() => _isSettled = false;

    /// <summary>Subscribes if there is a reason, and no rebalance is under way: the client would put it off until the one after that.</summary>
    /// <remarks>A cooperative rebalance begins unseen. So it is said again after the next one, which does nothing where it was heard before.</remarks>
    public void Serve()
    {
        if (!_isSettled || _isSaid || _found.Count == 0) return;
        if (!_isCooperative || _isRepetition) _found.Clear();
        else _isSaid = _isRepetition = true;
        subscribe(consumer.Topics);
    }
}
