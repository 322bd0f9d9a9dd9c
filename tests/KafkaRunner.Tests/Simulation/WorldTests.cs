using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

public sealed class WorldTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_same_seed_lives_the_same_life_and_another_one_another()
    {
        var run = new SeedRun((seed, leftOut) => new Rehearsal(seed, leftOut), watchesPool: false);

        var (first, again, other) = (run.Run(7), run.Run(7), run.Run(8));

        Assert.Null(first.Breach);
        Assert.Null(other.Breach);
        Assert.Equal((first.Record.Hash, first.Happened, first.Time), (again.Record.Hash, again.Happened, again.Time));
        Assert.NotEqual(first.Record.Hash, other.Record.Hash);
    }

    [Fact]
    public void Two_threads_alternate_and_never_run_at_the_same_time()
    {
        var (turns, running, most) = (new List<int>(), 0, 0);
        var result = SmallLife.Live(world =>
        {
            world.StartThread(null, "even", () => Take(world, 0));
            world.StartThread(null, "odd", () => Take(world, 1));
        });

        Assert.Null(result.Breach);
        Assert.Equal(Enumerable.Range(0, 100), turns);
        Assert.Equal(1, most);

        void Take(World world, int ours)
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.True(world.WaitUntil(() => turns.Count % 2 == ours, Timeout.InfiniteTimeSpan));
                most = Math.Max(most, Interlocked.Increment(ref running));
                turns.Add(turns.Count);
                Interlocked.Decrement(ref running);
            }
        }
    }

    [Fact]
    public void A_wait_ends_when_it_is_so_or_when_the_time_has_passed()
    {
        var isSo = false;
        var waits = new List<(bool, TimeSpan)>();
        var result = SmallLife.Live(world =>
        {
            world.After(3 * Second, "so", () => isSo = true);
            world.StartThread(null, "waits", () =>
            {
                waits.Add((world.WaitUntil(() => isSo, Second), world.Now));
                waits.Add((world.WaitUntil(() => isSo, TimeSpan.FromHours(1)), world.Now));
            });
        });

        Assert.Null(result.Breach);
        Assert.Equal([(false, Second), (true, 3 * Second)], waits);
    }

    [Fact]
    public void What_is_due_earlier_happens_earlier_whatever_chance_says()
    {
        var order = new List<int>();
        SmallLife.Live(world =>
        {
            foreach (var at in (int[])[5, 3, 9, 1]) world.After(at * Second, $"at {at}", () => order.Add(at));
        });

        Assert.Equal([1, 3, 5, 9], order);
    }

    [Fact]
    public void What_may_happen_at_the_same_time_happens_in_any_order()
    {
        var orders = Enumerable.Range(1, 30).Select(seed =>
        {
            var order = "";
            SmallLife.Live(
                world =>
                {
                    foreach (var name in (string[])["a", "b", "c"]) world.After(Second, name, () => order += name);
                },
                seed);
            return order;
        });

        Assert.Equal(6, orders.Distinct().Count());
    }

    [Fact]
    public void Whoever_waits_for_what_never_comes_is_told()
    {
        var result = SmallLife.Live(world => world.StartThread(null, "waits for ever", () => world.WaitUntil(() => false, Timeout.InfiniteTimeSpan)));

        Assert.Equal(Rules.Stuck, result.Breach?.Rule);
        Assert.Contains("waits for ever", result.Breach!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_life_that_does_not_end_is_ended_by_its_steps_or_its_time()
    {
        Assert.Equal(Rules.Steps, SmallLife.Live(world => world.StartThread(null, "polls", () => Poll(world, TimeSpan.Zero))).Breach?.Rule);
        Assert.Equal(Rules.Time, SmallLife.Live(world => world.StartThread(null, "polls", () => Poll(world, TimeSpan.FromMinutes(5)))).Breach?.Rule);

        static void Poll(World world, TimeSpan timeout)
        {
            while (true) world.WaitUntil(() => false, timeout);
        }
    }

    [Fact]
    public void A_thread_that_takes_a_lock_along_when_it_waits_is_told()
    {
        var held = new Lock();
        var result = SmallLife.Live(
            world =>
            {
                world.StartThread(null, "waits with a lock", () =>
                {
                    lock (held) world.WaitUntil(() => false, 2 * Second);
                });
                world.After(Second, "wants it", () =>
                {
                    lock (held) world.Note("has it", "");
                });
            },
            limits: WorldLimits.Usual with { RealStep = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(Rules.Hung, result.Breach?.Rule);
    }

    [Fact]
    public void What_is_thrown_fails_the_seed()
    {
        var happening = SmallLife.Live(world => world.After(Second, "throws", () => throw new InvalidOperationException("odd")));
        var thread = SmallLife.Live(world => world.StartThread(null, "throws", () => throw new InvalidOperationException("odd")));

        Assert.Equal((Rules.Exception, Rules.Exception), (happening.Breach?.Rule, thread.Breach?.Rule));
        Assert.Contains("throws: System.InvalidOperationException: odd", happening.Breach!.What, StringComparison.Ordinal);
        Assert.Contains("throws: System.InvalidOperationException: odd", thread.Breach!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_rule_that_is_broken_counts_and_nothing_happens_after_it()
    {
        var hasHappened = false;
        var result = SmallLife.Live(world =>
        {
            world.After(Second, "fails", () =>
            {
                world.Fail("first", "1");
                world.Fail("second", "2");
            });
            world.After(2 * Second, "later", () => hasHappened = true);
        });

        Assert.Equal(new Breach("first", "1"), result.Breach);
        Assert.False(hasHappened);
    }

    [Fact]
    public void Threads_end_with_their_world_even_if_they_would_rather_not()
    {
        var ended = 0;
        var result = SmallLife.Live(world =>
        {
            for (var i = 0; i < 3; i++) world.StartThread(null, "stays", () => Stay(world));
            world.After(Second, "end", world.End);
        });

        Assert.Null(result.Breach);
        Assert.Equal(3, ended);

        void Stay(World world)
        {
            for (var i = 0; i < 5; i++)
            {
                try
                {
                    while (true) world.WaitUntil(() => false, Second);
                }
                catch (WorldOverException)
                {
                }
            }

            ended++;
        }
    }
}
