using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The broker is killed and comes back, while no message comes. The status lists the trouble as long as the broker is away, and no longer.</summary>
[Collection(nameof(UnderLoad))]
public sealed class TroubleEnds
{
    private static readonly (string Property, MessageSource Source)[] Ways =
    [
        ("partition.assignment.strategy=cooperative-sticky", MessageSource.Native),
        ("partition.assignment.strategy=range", MessageSource.Managed),
        ("group.protocol=consumer", MessageSource.Native),
    ];

    [Fact]
    public async Task When_the_group_answers_also_where_no_message_comes()
    {
        await using var kafka = await KafkaCluster.StartAsync("it kills the broker");
        var topic = await TestBroker.At(kafka.BootstrapServers).CreateTopic();
        var hosts = Ways.Select(way => Make(kafka.BootstrapServers, topic, way)).ToList();
        try
        {
            foreach (var host in hosts) await host.StartAsync(TestContext.Current.CancellationToken);
            await Eventually.Until("all have partitions", () => hosts.All(host => StatusOf(host).Partitions.Count == 1));
            Assert.All(hosts, host => Assert.Empty(StatusOf(host).Troubles));

            await kafka.Kill();
            await Eventually.Until("all are in trouble", () => hosts.All(host => StatusOf(host).Troubles.Count > 0));
            await kafka.Restart();
            await Eventually.Until(
                "none is in trouble", () => hosts.SelectMany(host => StatusOf(host).Troubles).Select(t => t.Description).ToList(), t => t.Count == 0, TimeSpan.FromSeconds(15));
        }
        finally
        {
            foreach (var host in hosts) await host.StopAsync(CancellationToken.None);
            foreach (var host in hosts) host.Dispose();
        }
    }

    private static IHost Make(string brokers, string topic, (string Property, MessageSource Source) way)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<IdleConsumer>(options =>
        {
            (options.Brokers, options.Topics, options.MessageSource) = (brokers, topic, way.Source);
            options.GroupId = TestBroker.UniqueName("idle");
            options.Kafka[way.Property.Split('=')[0]] = way.Property.Split('=')[1];
        }));
        return builder.Build();
    }

    private static ConsumerSnapshot StatusOf(IHost host) => host.Services.GetRequiredService<IConsumerStatus>().GetSnapshots()[0];

    [SubscribesTo("any")]
    private sealed class IdleConsumer : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
