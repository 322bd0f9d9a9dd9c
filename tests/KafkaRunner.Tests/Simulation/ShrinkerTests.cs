using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

public sealed class ShrinkerTests
{
    [Fact]
    public void The_one_step_that_matters_is_found()
    {
        var run = new SeedRun(
            (_, leftOut) => new SmallLife(world => Begin(world, leftOut), [.. Enumerable.Range(0, 40).Select(i => $"step {i}")]), watchesPool: false);
        var output = new StringWriter();

        new FailureReport(run, output).Shrink(run.Run(5));

        var text = output.ToString();
        Assert.Contains("Seed 5 has failed: too much", text, StringComparison.Ordinal);
        Assert.Contains("With 1 of its 40 planned steps:", text, StringComparison.Ordinal);
        Assert.Contains("   23. step 23", text, StringComparison.Ordinal);
        Assert.DoesNotContain("step 22", text, StringComparison.Ordinal);
        Assert.Contains("taken  23", text, StringComparison.Ordinal);
        Assert.Contains("eng/simulate --seed 5 --without 0,1,2,3,", text, StringComparison.Ordinal);

        static void Begin(World world, IReadOnlySet<int> leftOut)
        {
            foreach (var step in Enumerable.Range(0, 40).Except(leftOut))
            {
                world.After(TimeSpan.FromSeconds(step), "step", () =>
                {
                    world.Note("taken", $"{step}");
                    if (step == 23) world.Fail("too much", "The twenty-third.");
                });
            }
        }
    }

    [Theory]
    [InlineData(new[] { 3 })]
    [InlineData(new[] { 0, 99 })]
    [InlineData(new[] { 10, 11, 12, 50, 77 })]
    [InlineData(new int[0])]
    public void All_steps_that_are_needed_together_stay_and_no_other(int[] needed)
    {
        var leftOut = new Shrinker(tried => !needed.Any(tried.Contains)).Shrink(100, new HashSet<int> { 1, 2 }, () => false);

        Assert.Equal(needed, Enumerable.Range(0, 100).Except(leftOut));
    }

    [Fact]
    public void A_step_that_is_needed_only_beside_another_goes_with_it()
    {
        // With 7 it takes 8, too; without both it fails as well.
        var leftOut = new Shrinker(tried => !tried.Contains(3) && (tried.Contains(7) || !tried.Contains(8))).Shrink(10, new HashSet<int>(), () => false);

        Assert.Equal([3], Enumerable.Range(0, 10).Except(leftOut));
    }

    [Fact]
    public void It_stops_trying_when_it_is_called_off()
    {
        var tries = 0;
        new Shrinker(_ => tries++ < 0).Shrink(1_000, new HashSet<int>(), () => tries >= 5);

        Assert.Equal(5, tries);
    }
}
