using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Hosting;

/// <summary>Runs the consumers from the host's start to its stop. If one fails for good, the others and the host stop cleanly.</summary>
internal sealed class KafkaRunnerService(
    HostedConsumers hosted,
    ConsumerRegistry registry,
    OptionsResolver options,
    HostExitCode exitCode,
    TimeProvider time,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers) : IHostedService, IForcedStop, IConsumerStatus
{
    private readonly List<ConsumerRunner> _runners = [];
    private volatile bool _isStarted;
    private readonly List<ConsumerPipeline> _pipelines = [];
    private Task _ended = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<KafkaRunnerService>();
        var consumers = hosted.All;
        foreach (var warning in options.Warnings.Concat(options.UnknownConsumers([.. registry.All.Select(r => r.Type)]))) logger.ConfigurationWarning(warning);
        foreach (var consumer in consumers) CheckHostTimeout(consumer);
        if (consumers.Count > 0) LibrdkafkaModule.Load();

        // Everything is made, and so checked, before anything joins a group.
        var partitions = consumers.Select(c => Task.Run(() => CountPartitions(c), CancellationToken.None)).ToArray();
        try
        {
            for (var i = 0; i < consumers.Count; i++) _runners.Add(MakeRunner(consumers[i], await partitions[i]));
        }
        catch
        {
            foreach (var runner in _runners) runner.Discard();
            foreach (var pipeline in _pipelines) await pipeline.DisposeAsync();
            throw;
        }

        foreach (var runner in _runners) runner.Start();
        _isStarted = true;
        _ended = Task.WhenAll(_runners.Select(WatchAsync));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners) runner.RequestStop();
        await _ended;       // the runners have deadlines of their own
        if (exitCode.Value == 3) return;      // something of ours is still in use
        foreach (var pipeline in _pipelines) await pipeline.DisposeAsync();
    }

    /// <inheritdoc/>
    public void ReportHung()
    {
        foreach (var runner in _runners) runner.ReportHung();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ConsumerSnapshot> GetSnapshots() => _isStarted ? _runners.ConvertAll(runner => runner.Snapshot()) : [];

    private async Task WatchAsync(ConsumerRunner runner)
    {
        var result = await runner.Completion;
        if (result.End == RunEnd.Stopped) return;
        exitCode.Add(result.End == RunEnd.Forced ? 3 : 1);
        Environment.ExitCode = exitCode.Value;
        foreach (var other in _runners) other.RequestStop();
        lifetime.StopApplication();
    }

    private ConsumerRunner MakeRunner(ConsumerDefinition consumer, int partitions)
    {
        var pipeline = new ConsumerPipeline(consumer, registry.PartsOf(services), LoggerOf(consumer));
        _pipelines.Add(pipeline);
        var producer = services.GetRequiredService<IKafkaProducer>();
        var listeners = registry.Listeners.ConvertAll(type => (IPartitionListener)services.GetRequiredService(type));
        return pipeline.MakeRunner(MakeClient(consumer, partitions), new ProcessRuntime(time), listeners, producer.FlushAsync);
    }

    private IGroupClient MakeClient(ConsumerDefinition consumer, int partitions)
    {
        var properties = LibrdkafkaProperties.ForConsumer(consumer.Options, consumer.GroupId, partitions);
        return GroupClients.Create(consumer, properties, loggers.CreateLogger("KafkaRunner.Librdkafka"), LoggerOf(consumer));
    }

    private ILogger LoggerOf(ConsumerDefinition consumer) => loggers.CreateLogger(consumer.Type.FullName ?? consumer.Name);

    private int CountPartitions(ConsumerDefinition consumer)
    {
        var (count, guessed) = PartitionCountQuestion.Ask(LibrdkafkaProperties.ForConsumer(consumer.Options, consumer.GroupId), consumer.Topics);
        if (guessed.Count > 0)
        {
            LoggerOf(consumer).PartitionsGuessed(consumer.Name, count, string.Join(", ", guessed));
        }

        return count;
    }

    private void CheckHostTimeout(ConsumerDefinition consumer)
    {
        var (options, given) = (consumer.Options, HostShutdownTimeout.Of(services));
        var own = options.ShutdownTimeout + options.CancellationGrace + LastCommit.LeastTime;
        if (given == Timeout.InfiniteTimeSpan || own < given) return;
        throw new KafkaRunnerConfigurationException(
            $"{consumer.Name} may take {own.TotalSeconds} s to stop (ShutdownTimeout {options.ShutdownTimeout} + CancellationGrace {options.CancellationGrace} + "
            + $"{LastCommit.LeastTime} for the last commit and leaving), but the host gives {given.TotalSeconds} s (HostOptions.ShutdownTimeout). Raise that, or lower these.");
    }
}
