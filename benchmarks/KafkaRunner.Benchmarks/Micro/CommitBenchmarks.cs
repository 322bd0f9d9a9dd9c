using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What does a commit cost us, before and after the client has sent it?</summary>
[MemoryDiagnoser]
public class CommitBenchmarks
{
    private readonly InstantClient _client = new();
    private OffsetCommitter _committer = null!;
    private PartitionWorker[] _workers = [];
    private Func<IEnumerable<ICommittable>> _assigned = null!;      // once: allocation is measured
    private long _offset;

    /// <summary>Gets or sets how many partitions have something to commit.</summary>
    [Params(16, 1_000)]
    public int Partitions { get; set; }

    [GlobalSetup]
    public void Assign()
    {
        var definition = ConsumerDefinition.Create(typeof(SynchronousConsumer), new ConsumerOptions { Topics = "bench", GroupId = "bench" });
        var services = new ServiceCollection();
        var (telemetry, runtime) = (new Telemetry(), new ProcessRuntime(TimeProvider.System));
        var parts = new ProcessingParts(services.BuildServiceProvider(), services, [], JsonSerializerOptions.Web, telemetry);
        var processor = new ConsumerPipeline(definition, parts, NullLogger.Instance).Processor;
        var context = new WorkerContext(definition, processor, new Permits(1, runtime), new CommitSignal(0, _client.Wake), true, telemetry, runtime, NullLogger.Instance, _ => { });
        var commits = new CommitContext(definition, context.CommitSignal, context.Metadata, runtime.Deadlines, telemetry, context.Logger);
        _committer = new OffsetCommitter(_client, commits, () => { });
        _workers = [.. Enumerable.Range(0, Partitions).Select(p => new PartitionWorker(new TopicPartition("bench", p), _client, context))];
        _assigned = () => _workers.Select(worker => worker.Committable);
    }

    [Benchmark(Baseline = true)]
    public int ConfluentsList()
    {
        _offset++;
        var offsets = new List<TopicPartitionOffset>(Partitions);
        for (var i = 0; i < Partitions; i++) offsets.Add(new TopicPartitionOffset("bench", i, _offset));
        return offsets.Count;
    }

    [Benchmark]
    public int CommitterToClientAndBack()
    {
        _offset++;
        foreach (var worker in _workers) worker.Offsets.AddFinished(_offset, leaderEpoch: 7);
        _committer.CommitAll(_assigned, TimeSpan.FromSeconds(1), _ => { });
        return _client.Committed;
    }
}
