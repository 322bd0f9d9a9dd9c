using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Tests.Simulation;

/// <summary>A whole consumer, from its first poll to a clean stop, on the threads, timers, clock and chance of a world.</summary>
[Collection(nameof(WholeProcess))]
public sealed class OneConsumerTests
{
    private const int Messages = 50;

    [Theory]
    [InlineData(Ordering.Key)]
    [InlineData(Ordering.None)]
    [InlineData(Ordering.Partition)]
    public void It_processes_all_commits_all_and_stops_and_does_so_again_in_the_same_way(Ordering ordering)
    {
        var run = new SeedRun((_, _) => new SmallLife(world => Begin(world, ordering)), watchesPool: false);

        for (var seed = 1; seed <= 20; seed++)
        {
            var (first, again) = (run.Run(seed), run.Run(seed));

            Assert.Null(first.Breach);
            Assert.Equal(Messages, first.Record.Kinds["processed"]);
            Assert.Equal((first.Record.Hash, first.Happened, first.Time), (again.Record.Hash, again.Happened, again.Time));
        }
    }

    [Fact]
    public void Nothing_of_it_reaches_the_pool()
    {
        var run = new SeedRun((_, _) => new SmallLife(world => Begin(world, Ordering.Key)), watchesPool: true);

        // Whoever runs the tests may use the pool at times; what the engine did there it would do each time.
        var results = Enumerable.Range(0, 20).Select(_ => run.Run(1)).ToList();

        Assert.Contains(results, result => result.Breach is null);
        Assert.DoesNotContain(results, result => result.Breach is { Rule: not Rules.RealPool });
    }

    private static void Begin(World world, Ordering ordering)
    {
        var process = new WorldRuntime(world, "process");
        var client = new OneMember(world, Messages);
        var handler = new Handler(world, process);
        var services = new Services(handler);
        var registered = new ServiceCollection().AddSingleton(handler);
        var telemetry = new Telemetry();
        var options = new ConsumerOptions { Topics = OneMember.Partition.Topic, GroupId = "simulated", Ordering = ordering, MaxConcurrency = 8 };
        var parts = new ProcessingParts(services, registered, [], JsonSerializerOptions.Web, telemetry);
        var runner = new ConsumerPipeline(ConsumerDefinition.Create(typeof(SlowConsumer), options), parts, NullLogger.Instance)
            .MakeRunner(client, process, [], _ => Task.CompletedTask);
        runner.Start();
        world.StartThread(null, "operator", () =>
        {
            world.WaitUntil(() => handler.Finished == Messages, TimeSpan.FromMinutes(10));
            runner.RequestStop();
            if (!world.WaitUntil(() => runner.Completion.IsCompleted, TimeSpan.FromMinutes(1))) world.Fail("stop", "It does not stop.");
            else if (runner.Completion.Result.End != RunEnd.Stopped) world.Fail("stop", $"{runner.Completion.Result}");
            else if (client.Committed?.Offset != Messages || !client.IsClosed) world.Fail("committed", $"{client.Committed}");
            telemetry.Dispose();
            world.End();
        });
    }

    internal sealed class SlowConsumer(Handler handler) : Consumer<string>
    {
        public override Task Process(Message<string> message, CancellationToken cancellationToken) => handler.ProcessAsync(message.Value, message.Attempt, cancellationToken);
    }

    internal sealed class Handler(World world, WorldRuntime process)
    {
        public int Finished { get; private set; }

        public async Task ProcessAsync(string value, int attempt, CancellationToken cancellationToken)
        {
            if (world.Chance(0.7)) await process.Delay(TimeSpan.FromMilliseconds(world.Pick(800)), cancellationToken);
            if (world.Chance(0.3)) await Task.Delay(TimeSpan.FromMilliseconds(world.Pick(20)), process.Time, CancellationToken.None).ConfigureAwait(false);
            if (attempt == 1 && world.Chance(0.1))
            {
                world.Note("failed", value);
                throw new InvalidOperationException("odd");
            }

            world.Note("processed", value);
            Finished++;
        }
    }

    /// <summary>Gives the handler. The usual provider compiles what is often asked for on the pool.</summary>
    private sealed class Services(Handler handler) : IServiceProvider, IServiceScopeFactory, IServiceScope
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => serviceType == typeof(Handler) ? handler : serviceType == typeof(IServiceScopeFactory) ? this : null;

        public IServiceScope CreateScope() => this;

        public void Dispose()
        {
        }
    }
}
