using Confluent.Kafka;
using KafkaRunner.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Engine.Sources;

/// <summary>A client of a broker in this process, by one of the two ways to read.</summary>
internal sealed class BrokerBed(MessageSource source) : IEngineBed
{
    private const string Topic = "orders";
    private const string Group = "tests";

    private readonly EmbeddedKafka _kafka = Start();
    private IHost? _host;

    public Seen Seen { get; } = new();

    public async Task AppendAsync(int partition, params (string? Key, string Value)[] messages)
    {
        using var producer = new ProducerBuilder<string?, string>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers }).Build();
        foreach (var (key, value) in messages)
        {
            await producer.ProduceAsync(new Confluent.Kafka.TopicPartition(Topic, partition), new Message<string?, string> { Key = key, Value = value });
        }
    }

    public async Task StartAsync(Type consumer, Action<ConsumerOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Seen);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer(consumer, options =>
        {
            (options.Brokers, options.Topics, options.GroupId, options.MessageSource) = (_kafka.BootstrapServers, Topic, Group, source);
            (options.CommitInterval, options.RetryBackoff, options.MaxRetryBackoff) =
                (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));
            configure(options);
        }));
        _host = builder.Build();
        await _host.StartAsync();
    }

    public Task StopAsync() => _host!.StopAsync();

    public long? Committed(int partition)
    {
        var config = new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = Group };
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).Build();
        var committed = consumer.Committed([new Confluent.Kafka.TopicPartition(Topic, partition)], TimeSpan.FromSeconds(10)).Single().Offset;
        return committed == Offset.Unset ? null : committed.Value;
    }

    public async ValueTask DisposeAsync()
    {
        Seen.Open();
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await _kafka.DisposeAsync();
    }

    private static EmbeddedKafka Start()
    {
        var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic(Topic, partitions: 2);
        return kafka;
    }
}
