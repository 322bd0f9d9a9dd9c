using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Of three topics one is refused and one is missing when the consumer starts. The third is read all the same, the status lists the other
/// two, and each is read within seconds once it may be, or is there. Where all are refused the process ends.
/// </summary>
public sealed class SomeTopicsNotThere(TestBroker broker)
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task The_others_are_read_and_these_as_soon_as_they_can_be()
    {
        await using var kafka = await KafkaCluster.StartAsync("a broker with ACLs", secure: true);
        await kafka.Tool("acls", "--add", "--allow-principal", "User:alice", "--operation", "READ", "--group", "*");
        foreach (var strategy in new[] { "partition.assignment.strategy=cooperative-sticky", "partition.assignment.strategy=range", "group.protocol=consumer" })
        {
            await OneByOne(kafka, strategy);
        }

        await using var none = new JournalRun(kafka.SaslServers, "secret-a,secret-b", "none");
        foreach (var protocol in new[] { "classic", "consumer" })
        {
            var process = none.Start([.. Alice.SelectMany(property => new[] { "--kafka", property }), "--kafka", $"group.protocol={protocol}"]);
            await process.WaitForLine("which is alice to the brokers, may not read the topics secret-a, secret-b");
            Assert.Equal(1, await process.WaitForExit());
        }
    }

    [Theory]
    [InlineData("partition.assignment.strategy=cooperative-sticky", "native")]
    [InlineData("partition.assignment.strategy=cooperative-sticky", "managed")]
    [InlineData("partition.assignment.strategy=range", "native")]
    [InlineData("group.protocol=consumer", "native")]
    public async Task A_topic_that_is_created_after_the_start_is_read_within_seconds(string property, string source)
    {
        broker.RequireReal("the embedded one creates topics that are asked for");
        var (first, second) = (await broker.CreateTopic(), TestBroker.UniqueName("second"));
        await using var run = new JournalRun(broker.BootstrapServers, $"{first},{second}", TestBroker.UniqueName("later"));
        var process = run.Start(["--kafka", property, "--message-source", source]);
        await process.WaitForLine($"was assigned {first}[0]");
        await process.WaitForLine($"--create --topic {second}");
        await broker.CreateNamedTopic(second);
        var produced = await broker.Produce(second, 3);
        await run.Processed(produced.Count, Seconds);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced);
    }

    private static readonly string[] Alice =
        ["security.protocol=sasl_plaintext", "sasl.mechanism=SCRAM-SHA-256", "sasl.username=alice", "sasl.password=alice-secret"];

    private static async Task OneByOne(KafkaCluster kafka, string strategy)
    {
        var broker = TestBroker.At(kafka.BootstrapServers);
        var (open, secret, missing) = (await broker.CreateTopic(prefix: "open"), await broker.CreateTopic(prefix: "secret"), TestBroker.UniqueName("missing"));
        await Allow(open);
        await Allow(missing);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<Count>();
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<CountingConsumer>(options =>
        {
            (options.Brokers, options.Topics, options.GroupId) = (kafka.SaslServers, $"{secret},{missing},{open}", TestBroker.UniqueName("some"));
            foreach (var property in Alice.Append(strategy).Select(a => a.Split('=', 2))) options.Kafka[property[0]] = property[1];
        }));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var (count, status) = (host.Services.GetRequiredService<Count>(), host.Services.GetRequiredService<IConsumerStatus>());

        await broker.Produce(open, 5);
        await Eventually.Until($"{open} is read by {strategy}", () => count.Now == 5);
        await Listed(secret, missing);
        await broker.CreateNamedTopic(missing);
        await broker.Produce(missing, 5);
        await Eventually.Until($"{missing} is read by {strategy}", () => count.Now == 10, Seconds);
        await Listed(secret);
        await Allow(secret);
        await broker.Produce(secret, 5);
        await Eventually.Until($"{secret} is read by {strategy}", () => count.Now == 15, Seconds);
        await Listed();
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ConsumerState.Stopped, status.GetSnapshots()[0].State);

        Task Listed(params string[] topics) => Eventually.Until(
            $"in trouble with {strategy}: {string.Join(", ", topics)}",
            () => status.GetSnapshots()[0].Troubles.Select(t => t.Description).ToList(),
            troubles => troubles.Count == topics.Length && topics.All(topic => troubles.Any(t => t.Contains(topic, StringComparison.Ordinal))));

        Task<string> Allow(string topic) => kafka.Tool("acls", "--add", "--allow-principal", "User:alice", "--operation", "READ", "--topic", topic);
    }

    private sealed class Count
    {
        private int _now;

        public int Now => Volatile.Read(ref _now);

        public void Add() => Interlocked.Increment(ref _now);
    }

    [SubscribesTo("any")]
    private sealed class CountingConsumer(Count count) : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken)
        {
            count.Add();
            return Task.CompletedTask;
        }
    }
}
