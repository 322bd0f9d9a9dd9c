using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Life;

/// <summary>A client that throws where its seam does, and tells what ids topics have, and where something is delivered again.</summary>
internal sealed class SeamClient(IGroupClient client, Seam seam, Action<string, Guid> learned, Action<TopicPartition> repeated) : IGroupClient, IGroupQuestions
{
    public bool CarriesMetadata => client.CarriesMetadata;

    public IGroupQuestions Questions => this;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) => client.Subscribe(topics, events);

    public void Poll(TimeSpan timeout)
    {
        seam.At("client: Poll");
        client.Poll(timeout);
    }

    public void Wake()
    {
        client.Wake();
        seam.At("client: Wake");
    }

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        seam.At("client: TrySeek");
        return client.TrySeek(partition, offset, leaderEpoch);
    }

    public IPartitionSource Open(TopicPartition partition, Action readable)
    {
        seam.At("client: Open");
        return new SeamSource(client.Open(partition, readable), seam, repeated);
    }

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        seam.At("client: Commit");
        client.Commit(offsets, completed);
    }

    public void ServeCommits(TimeSpan timeout)
    {
        seam.At("client: ServeCommits");
        client.ServeCommits(timeout);
    }

    public bool Close(TimeSpan timeout)
    {
        var isClosed = client.Close(timeout);
        seam.At("client: Close");
        return isClosed;
    }

    public void Abandon() => client.Abandon();

    public void Dispose()
    {
        client.Dispose();
        seam.At("client: Dispose");
    }

    async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> IGroupQuestions.CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        seam.At("client: CommittedAsync");
        await foreach (var answer in client.Questions.CommittedAsync(partitions, cancellationToken))
        {
            foreach (var (partition, committed) in answer) Learn(partition.Topic, committed.Topic);
            yield return answer;
        }
    }

    async Task<IReadOnlyDictionary<string, TopicFacts>?> IGroupQuestions.TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var answer = await client.Questions.TopicsAsync(topics, cancellationToken);
        foreach (var (topic, facts) in answer ?? new Dictionary<string, TopicFacts>()) Learn(topic, facts);
        return answer;
    }

    Task<IReadOnlyDictionary<TopicPartition, LogRange>> IGroupQuestions.LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        seam.At("client: LogsAsync");
        return client.Questions.LogsAsync(partitions, cancellationToken);
    }

    Task<IReadOnlyDictionary<string, FailureCode>> IGroupQuestions.TopicStatesAsync(IReadOnlyList<string> topics) => client.Questions.TopicStatesAsync(topics);

    Task<bool> IGroupQuestions.AnswersAsync() => client.Questions.AnswersAsync();

    private void Learn(string topic, TopicFacts facts)
    {
        if (facts.Id is { } id) learned(topic, id);
    }

    private sealed class SeamSource(IPartitionSource source, Seam seam, Action<TopicPartition> repeated) : IPartitionSource
    {
        private long _highest = -1;

        public TopicPartition Partition => source.Partition;

        public int Read(Span<MessageSlot> slots)
        {
            seam.At("source: Read");
            var count = source.Read(slots);
            foreach (var slot in slots[..count])
            {
                if (slot.Offset <= _highest) repeated(Partition);
                _highest = Math.Max(_highest, slot.Offset);
            }

            return count;
        }

        public ReadPosition Position()
        {
            seam.At("source: Position");
            return source.Position();
        }

        public long LogStart() => source.LogStart();

        public void Dispose() => source.Dispose();
    }
}
