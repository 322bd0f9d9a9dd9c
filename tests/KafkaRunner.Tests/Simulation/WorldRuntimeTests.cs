using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

public sealed class WorldRuntimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Delays_go_by_the_clock_of_the_world_and_stay_on_its_thread()
    {
        var isDone = false;
        var result = Live(async (world, runtime) =>
        {
            await Task.Delay(TimeSpan.FromHours(5), runtime.Time);
            await Task.Delay(TimeSpan.FromHours(5), runtime.Time).ConfigureAwait(false);
            using var timeIsUp = new CancellationTokenSource(Second, runtime.Time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runtime.Delay(TimeSpan.FromHours(5), timeIsUp.Token));
            await runtime.HopToPool();
            await Task.WhenAll(runtime.RunOnPool(() => runtime.Delay(Second, CancellationToken.None)), Task.Delay(Second, runtime.Time));
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            isDone = true;
        });

        Assert.Null(result.Breach);
        Assert.True(isDone);
        Assert.Equal(TimeSpan.FromHours(10) + (2 * Second), result.Time);
    }

    [Fact]
    public void What_reaches_the_pool_fails_the_seed()
    {
        var hasTried = new TaskCompletionSource();
        var result = Live((world, runtime) =>
        {
            world.StartThread(null, "looks on", () =>
            {
                hasTried.Task.Wait();
                world.WaitUntil(() => false, Second);
            });
            return Task.Run(() =>
            {
                try
                {
                    world.Note("from the pool", "");
                }
                finally
                {
                    hasTried.SetResult();
                }
            });
        });

        Assert.Equal(Rules.RealPool, result.Breach?.Rule);
        Assert.Contains(nameof(What_reaches_the_pool_fails_the_seed), result.Breach!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_pool_is_given_fails_the_seed_even_if_it_never_touches_the_world()
    {
        var gate = new TaskCompletionSource();
        var run = new SeedRun((_, _) => new SmallLife(world => world.After(Second, "queues", Queue)), watchesPool: true);

        Assert.Equal(Rules.RealPool, run.Run(1).Breach?.Rule);
        gate.SetResult();

        // Also while it is still being done.
        void Queue() => ThreadPool.UnsafeQueueUserWorkItem(_ => gate.Task.Wait(), null);
    }

    [Fact]
    public void A_token_is_cancelled_at_once_and_what_is_registered_runs_later()
    {
        var order = new List<string>();
        var result = Live((world, runtime) =>
        {
            var cancel = new CancellationTokenSource();
            cancel.Token.Register(() => order.Add("registered"));
            cancel.Token.Register(() => throw new InvalidOperationException("odd"));
            runtime.Cancel(cancel, failed => order.Add(Assert.Single(Assert.IsType<AggregateException>(failed).InnerExceptions).Message));
            runtime.Cancel(cancel, failed => order.Add("again"));
            order.Add($"{cancel.Token.IsCancellationRequested}");
            return Task.CompletedTask;
        });

        Assert.Null(result.Breach);
        Assert.Equal(["True", "registered", "odd"], order);
    }

    [Fact]
    public void What_opens_partitions_goes_on_in_its_context_and_in_order()
    {
        var order = new List<int>();
        var result = Live((world, runtime) =>
        {
            for (var i = 0; i < 5; i++)
            {
                var number = i;
                runtime.Opening.Post(_ => _ = OpenAsync(number), null);
            }

            return Task.CompletedTask;

            async Task OpenAsync(int number)
            {
                Assert.Same(runtime.Opening, SynchronizationContext.Current);
                order.Add(number);
                await runtime.Delay(Second, CancellationToken.None);
                Assert.Same(runtime.Opening, SynchronizationContext.Current);
                await runtime.HopToPool();
                Assert.Null(SynchronizationContext.Current);
                order.Add(number + 10);
            }
        });

        Assert.Null(result.Breach);
        Assert.Equal([0, 1, 2, 3, 4], order.Take(5));
        Assert.Equal([10, 11, 12, 13, 14], order.Skip(5).Order());
    }

    [Fact]
    public void Telling_is_in_order_and_can_be_waited_for()
    {
        var told = new List<int>();
        var toldBefore = -1;
        var result = Live((world, runtime) =>
        {
            runtime.StartThread("tells", () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    var number = i;
                    runtime.Tell(() => told.Add(number));
                }

                runtime.AwaitTold(Second);
                toldBefore = told.Count;
            });
            return Task.CompletedTask;
        });

        Assert.Null(result.Breach);
        Assert.Equal(20, toldBefore);
        Assert.Equal(Enumerable.Range(0, 20), told);
    }

    [Fact]
    public void A_process_that_stands_still_does_nothing_until_it_goes_on()
    {
        var when = new List<double>();
        var result = Live(async (world, runtime) =>
        {
            world.After(1.5 * Second, "freeze", () => runtime.SetFrozen(true));
            world.After(10.25 * Second, "thaw", () => runtime.SetFrozen(false));
            runtime.StartThread("thread", () =>
            {
                world.WaitUntil(() => false, 2 * Second);
                when.Add(world.Now.TotalSeconds);
            });
            for (var i = 0; i < 3; i++)
            {
                await Task.Delay(Second, runtime.Time);
                when.Add(world.Now.TotalSeconds);
            }
        });

        Assert.Null(result.Breach);
        Assert.Equal([1, 10.25, 10.25, 11.25], when);
    }

    [Fact]
    public void A_process_that_was_killed_does_nothing_more()
    {
        var result = Live(async (world, runtime) =>
        {
            world.After(Second, "kill", () => runtime.Kill());
            runtime.StartThread("thread", () =>
            {
                world.WaitUntil(() => false, 2 * Second);
                world.Note("alive", "the thread");
            });
            await Task.Delay(2 * Second, runtime.Time);
            world.Note("alive", "what was to happen");
        });

        Assert.Null(result.Breach);
        Assert.Empty(result.Record.LastNotes);
        Assert.Equal(Second, result.Time);
    }

    [Fact]
    public void A_wait_for_a_task_throws_what_the_task_threw()
    {
        var seen = "";
        var result = Live((world, runtime) =>
        {
            var late = new TaskCompletionSource();
            world.After(Second, "fails", () => late.SetException(new InvalidOperationException("odd")));
            runtime.StartThread("waits", () =>
            {
                Assert.False(runtime.Wait(late.Task, 0.5 * Second));
                seen = Assert.Throws<AggregateException>(() => runtime.Wait(late.Task, Second)).InnerException!.Message;
            });
            return Task.CompletedTask;
        });

        Assert.Null(result.Breach);
        Assert.Equal("odd", seen);
    }

    /// <summary>Runs something in a process; what it throws fails the seed.</summary>
    private static SeedResult Live(Func<World, WorldRuntime, Task> run) => SmallLife.Live(world =>
    {
        var runtime = new WorldRuntime(world, "process");
        runtime.Queue(() => _ = RunAsync());

        async Task RunAsync()
        {
            try
            {
                await run(world, runtime);
            }
            catch (Exception exception)
            {
                world.Fail(Rules.Exception, $"{exception}");
            }
        }
    });
}
