using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Asks all the time what a group has committed, and remembers where that went back.</summary>
internal sealed class CommitWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly IConsumer<Ignore, Ignore> _client;
    private readonly List<Confluent.Kafka.TopicPartition> _partitions;
    private readonly Dictionary<int, long> _latest = [];
    private readonly List<string> _steps = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private int _answers;
    private int _changes;

    private CommitWatch(string brokers, string group, string topic, int partitions)
    {
        var config = new ConsumerConfig { BootstrapServers = brokers, GroupId = group, ReconnectBackoffMaxMs = 1_000 };
        _client = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _partitions = [.. Enumerable.Range(0, partitions).Select(p => new Confluent.Kafka.TopicPartition(topic, p))];
        _thread = new Thread(Run) { Name = "commit watch", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gets how often something new was found committed.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Begins to watch.</summary>
    public static CommitWatch Start(string brokers, string group, string topic, int partitions) => new(brokers, group, topic, partitions);

    /// <summary>Waits until something new has been asked for and answered.</summary>
    /// <returns>What is committed, without the partitions for which there is nothing.</returns>
    public async Task<IReadOnlyDictionary<int, long>> Next()
    {
        var answers = Volatile.Read(ref _answers);
        await Eventually.Until("the group's offsets were asked for again", () => Volatile.Read(ref _answers) > answers + 1);   // begun after this call
        lock (_latest) return new Dictionary<int, long>(_latest);
    }

    /// <summary>Fails the test if a committed offset went back, or if none was ever seen.</summary>
    public void AssertNeverWentBack()
    {
        lock (_latest)
        {
            Assert.NotEmpty(_latest);
            Assert.True(_steps.Count == 0, $"Committed offsets went back: {string.Join(", ", _steps)}");
        }
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _client.Dispose();
        _end.Dispose();
    }

    private void Run()
    {
        while (!_end.Wait(Interval))
        {
            try
            {
                if (Note(_client.Committed(_partitions, Patience))) Interlocked.Increment(ref _changes);
                Interlocked.Increment(ref _answers);
            }
            catch (KafkaException)
            {
                // The broker or the coordinator is away, as the test wants it.
            }
        }
    }

    private bool Note(List<TopicPartitionOffset> committed)
    {
        var isNew = false;
        lock (_latest)
        {
            foreach (var (partition, offset) in committed.Select(c => (c.Partition.Value, c.Offset.IsSpecial ? -1 : c.Offset.Value)))
            {
                var before = _latest.GetValueOrDefault(partition, -1);
                if (offset == before) continue;
                if (offset < before) _steps.Add($"[{partition}] from {before} to {offset}");
                _latest[partition] = offset;
                isNew = true;
            }
        }

        return isNew;
    }
}
