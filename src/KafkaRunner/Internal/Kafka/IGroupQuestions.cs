namespace KafkaRunner.Internal.Kafka;

/// <summary>Questions to a group and to brokers. Any thread asks; none waits on the poll thread's time.</summary>
internal interface IGroupQuestions
{
    /// <summary>
    /// Asks the group for what it has committed of partitions, and their topics for what there is to know of them. The answers come as the group
    /// gives them, for each partition one: a timeout never means that nothing was committed.
    /// </summary>
    IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the brokers for topics, until they tell; null where this client, or its brokers, never tell. A topic that is not there, or not ours to see,
    /// is left out.
    /// </summary>
    Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the brokers where the logs of partitions begin and end: under <c>read_committed</c> at the last stable offset. Asks again until
    /// there is an answer for some of them, at least one.
    /// </summary>
    Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>Asks the brokers, once, whether topics are there and may be seen. Those that nobody told of are left out.</summary>
    Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics);

    /// <summary>Asks, once, whether the group answers.</summary>
    Task<bool> AnswersAsync();
}
