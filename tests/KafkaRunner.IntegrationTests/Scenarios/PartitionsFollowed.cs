using System.Collections.Concurrent;
using System.Globalization;
using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Two members of one group, each with a listener, write into one journal. The second joins under load, and the first leaves again.
/// In each partition's journal every message lies between its member's "assigned" and "revoking", and no two members' times overlap.
/// </summary>
public sealed class PartitionsFollowed(TestBroker broker)
{
    private const int Partitions = 4;

    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    [InlineData("group.protocol=consumer")]
    public async Task By_listeners_of_two_members(string protocol)
    {
        broker.RequireReal("the embedded one takes the session's length to rebalance");
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("followed");
        const int Half = 2_000;
        await broker.Produce(topic, Half);
        var journal = new ConcurrentQueue<Line>();

        using var first = Member("first");
        await first.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Until("the first is at work", () => Processed() > 100);
        using var second = Member("second");
        await second.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Until("the second has partitions", () => journal.Any(line => line is { Member: "second", What: "assigned" }));
        await broker.Produce(topic, Half, first: Half);
        await Eventually.Until("the second is at work", () => journal.Any(line => line is { Member: "second", What: "processed" }));
        await first.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.Until("all are processed", () => Processed() >= 2 * Half, TimeSpan.FromSeconds(60));
        await second.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2 * Half, Processed());
        for (var partition = 0; partition < Partitions; partition++) AssertOneAfterTheOther([.. journal.Where(line => line.Partition == partition)]);

        int Processed() => journal.Count(line => line.What == "processed");
        IHost Member(string name)
        {
            var setting = protocol.Split('=');
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(new JournalKeeper(name, journal));
            builder.Services.AddKafkaRunner(runner => runner
                .AddConsumer<JournalledConsumer>(options =>
                {
                    (options.Brokers, options.Topics, options.GroupId) = (broker.BootstrapServers, topic, group);
                    options.Kafka[setting[0]] = setting[1];
                })
                .Listen<JournalKeeper>());
            return builder.Build();
        }
    }

    private static void AssertOneAfterTheOther(IReadOnlyList<Line> lines)
    {
        Assert.Contains(lines, line => line.What == "processed");
        string? owner = null;
        foreach (var line in lines)
        {
            Assert.True(owner == (line.What == "assigned" ? null : line.Member), $"{line} while the partition was {owner ?? "nobody"}'s:\n{Turns(lines)}");
            if (line.What == "assigned") owner = line.Member;
            if (line.What == "revoking") owner = null;
        }

        Assert.True(owner is null, $"The last owner was not told of the end:\n{Turns(lines)}");
    }

    private static string Turns(IEnumerable<Line> lines) => string.Join('\n', lines.Where(line => line.What != "processed"));

    private sealed record Line(string Member, string What, int Partition)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Member} {What} {Partition}");
    }

    private sealed class JournalKeeper(string member, ConcurrentQueue<Line> journal) : IPartitionListener
    {
        public Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken) => Write("assigned", context);

        public Task RevokingAsync(PartitionContext context, CancellationToken cancellationToken) => Write("revoking", context);

        public Task LostAsync(PartitionContext context, CancellationToken cancellationToken) => Write("lost", context);

        public void Processed(int partition) => journal.Enqueue(new Line(member, "processed", partition));

        private async Task Write(string what, PartitionContext context)
        {
            await Task.Yield();
            foreach (var partition in context.Partitions) journal.Enqueue(new Line(member, what, partition.Partition));
        }
    }

    [SubscribesTo("followed")]
    private sealed class JournalledConsumer(JournalKeeper journal) : Consumer
    {
        public override async Task Process(Message message, CancellationToken cancellationToken)
        {
            var partition = message.Partition;
            await Task.Delay(2, cancellationToken);
            journal.Processed(partition);
        }
    }
}
