using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The broker does not let this user read the topic, or be in the group. That does not get better by waiting: the process ends
/// with exit code 1 and says who may not do what. A topic that is taken from it later does not stop the others, and the status says so.
/// </summary>
public sealed class NotAuthorized
{
    [Fact]
    public async Task It_ends_and_names_the_topic_or_the_group_and_the_user()
    {
        await using var kafka = await KafkaCluster.StartAsync("a broker with ACLs", secure: true);
        var broker = TestBroker.At(kafka.BootstrapServers);
        await broker.CreateNamedTopic("secret");
        await broker.CreateNamedTopic("open");

        await Allow(kafka, "--group", "*", "READ");
        await Ends(kafka, "secret", "group", "secret", "alice");
        await Allow(kafka, "--topic", "open", "READ");

        // Whoever loses one topic in operation goes on with the others, and with this one when it may again.
        await Allow(kafka, "--topic", "secret", "READ");
        await using var run = new JournalRun(kafka.SaslServers, "open,secret", "group");
        var process = run.Start(Alice);
        using var host = await Watched(kafka.SaslServers);
        var status = host.Services.GetRequiredService<IConsumerStatus>();
        await ProduceToBoth(0);
        await run.Processed(20);
        await Eventually.Until("both topics are committed", () => Partitions(status).Count(p => p.CommittedOffset == 10) == 2);
        await Remove(kafka, "--topic", "secret", "READ");
        await process.WaitForLine("may not read the topic secret");      // whether a fetch or the metadata said so first
        await ProduceToBoth(10);
        await run.Processed(30);
        await Eventually.Until("the other topic goes on", () => Partitions(status).Any(p => p is { Partition.Topic: "open", CommittedOffset: 20 }));
        await Eventually.Until("the refused one is listed", () => Refusals(status).Count > 0);
        Assert.All(run.Journal.Lines.Skip(20), line => Assert.Equal("open", line.Topic));
        await Allow(kafka, "--topic", "secret", "READ");
        await run.Processed(40);
        await Eventually.Until("no topic is refused", () => Refusals(status), refusals => refusals.Count == 0);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ConsumerState.Stopped, status.GetSnapshots()[0].State);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());

        await Remove(kafka, "--group", "*", "READ");
        await Ends(kafka, "open", "no-group-of-hers", "no-group-of-hers", "alice");

        async Task ProduceToBoth(int first)
        {
            foreach (var topic in new[] { "open", "secret" }) await broker.Produce(topic, 10, first: first);
        }
    }

    private static IReadOnlyList<PartitionSnapshot> Partitions(IConsumerStatus status) => status.GetSnapshots()[0].Partitions;

    private static List<ConsumerTrouble> Refusals(IConsumerStatus status) =>
        [.. status.GetSnapshots()[0].Troubles.Where(t => t.Description.Contains("secret", StringComparison.Ordinal))];

    private static async Task<IHost> Watched(string brokers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<WatchedConsumer>(options =>
        {
            options.Brokers = brokers;
            foreach (var property in Alice.Where(a => a.Contains('=', StringComparison.Ordinal)).Select(a => a.Split('=', 2))) options.Kafka[property[0]] = property[1];
        }));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static string[] Alice =>
    [
        "--kafka", "security.protocol=sasl_plaintext", "--kafka", "sasl.mechanism=SCRAM-SHA-256",
        "--kafka", "sasl.username=alice", "--kafka", "sasl.password=alice-secret", "--ordering", "key",
    ];

    private static Task<string> Allow(KafkaCluster kafka, string resource, string name, string operation) =>
        kafka.Tool("acls", "--add", "--allow-principal", "User:alice", "--operation", operation, resource, name);

    private static Task<string> Remove(KafkaCluster kafka, string resource, string name, string operation) =>
        kafka.Tool("acls", "--remove", "--force", "--allow-principal", "User:alice", "--operation", operation, resource, name);

    private static async Task Ends(KafkaCluster kafka, string topics, string group, params string[] named)
    {
        await using var run = new JournalRun(kafka.SaslServers, topics, group);
        var process = run.Start(Alice);
        Assert.Equal(1, await process.WaitForExit());
        foreach (var name in named) Assert.Contains(process.Errors, line => line.Contains($"{name}", StringComparison.Ordinal) && !line.Contains("=>", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Errors, line => line.Contains("alice-secret", StringComparison.Ordinal));
    }

    [SubscribesTo("open", "secret")]
    [Consumer(Group = "watched")]
    private sealed class WatchedConsumer : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
