using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

public sealed class SimulateCommandTests
{
    [Theory]
    [InlineData("--sedes 5", "There is no option --sedes.")]
    [InlineData("--seeds", "--seeds needs a value.")]
    [InlineData("--seeds 0", "--seeds needs a number from 1; 0 is none.")]
    [InlineData("--minutes -1", "--minutes needs a number above 0; -1 is none.")]
    [InlineData("--seed 1 --without 3,x", "--without needs a number from 0; x is none.")]
    [InlineData("--trace", "--without and --trace are for one seed: say which by --seed.")]
    [InlineData("--seed 1 --minutes 2", "--seed runs one seed; --seeds and --minutes run many.")]
    [InlineData("--seed 1 --keep-going", "--keep-going is for many seeds; --seed runs one.")]
    [InlineData("--seed 1 --twice", "--twice compares two processes: say --from and --seeds 1 instead of --seed.")]
    public void What_cannot_be_done_is_refused(string line, string said)
    {
        var (code, _, errors) = Run(line);

        Assert.Equal(2, code);
        Assert.StartsWith(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_tells_every_option()
    {
        var (code, output, _) = Run("--help");

        Assert.Equal(0, code);
        foreach (var option in (string[])["--seeds", "--from", "--minutes", "--twice", "--keep-going", "--steps", "--seed", "--without", "--trace"]) Assert.Contains($"  {option} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_number_of_seeds_there_are_a_thousand_or_as_many_as_there_is_time_for()
    {
        Assert.Equal(1_001, Arguments.Read([]).End);
        Assert.Equal(15, Arguments.Read(["--seeds", "5", "--from", "10"]).End);
        Assert.Equal(int.MaxValue, Arguments.Read(["--minutes", "0.5"]).End);
        Assert.Equal(TimeSpan.FromSeconds(30), Arguments.Read(["--minutes", "0.5"]).Time);
    }

    [Fact]
    public void A_seed_that_fails_makes_the_exit_code_1_and_is_told_with_the_fewest_steps()
    {
        var (code, output, _) = Run("--seed 3 --without 1");

        Assert.Equal(1, code);
        Assert.Contains("Seed 3 has failed: always", output, StringComparison.Ordinal);
        Assert.Contains("With 1 of its 4 planned steps", output, StringComparison.Ordinal);
        Assert.Contains("See it again: eng/simulate --seed 3 --without 0,1,3 --trace", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_tells_all_that_happens_and_shrinks_nothing()
    {
        var output = Run("--seed 3 --trace").Output;

        Assert.Contains("fails when its time has come", output, StringComparison.Ordinal);
        Assert.Contains("With 4 of its 4 planned steps", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(string line)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        PlanLife plan = (_, leftOut) => new SmallLife(world => Begin(world, leftOut), "a", "b", "c", "d");
        var code = new SimulateCommand(plan, watchesPool: false, _ => throw new InvalidOperationException("No process is needed."), output, errors).Run(line.Split(' '));
        return (code, output.ToString(), errors.ToString());
    }

    private static void Begin(World world, IReadOnlySet<int> leftOut)
    {
        if (!leftOut.Contains(2)) world.Schedule(null, "fails when its time has come", () => world.Fail("always", "It does."));
    }
}
