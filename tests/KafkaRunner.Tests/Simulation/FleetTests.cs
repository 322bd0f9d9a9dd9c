using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Life;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

/// <summary>Seeds that run in processes of their own. The program is the real one, or a script that ends as it would never end by itself.</summary>
public sealed class FleetTests
{
    [Fact]
    public void A_seed_that_fails_in_a_process_is_told_and_makes_the_exit_code_1()
    {
        var (code, output) = Run("--seeds 1 --from 7 --processes 1 --steps 50", Simulator);

        Assert.Equal(1, code);
        Assert.Contains("Seed 7 has failed: steps", output, StringComparison.Ordinal);
        Assert.Contains("It goes on after 50 steps.", output, StringComparison.Ordinal);
        Assert.Contains("See it again: eng/simulate --seed 7 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_fail_are_listed_where_it_is_to_go_on()
    {
        var (code, output) = Run("--seeds 3 --from 7 --processes 2 --steps 50 --keep-going", Simulator);

        Assert.Equal(1, code);
        Assert.Contains("3 seeds have failed:", output, StringComparison.Ordinal);
        foreach (var seed in (int[])[7, 8, 9]) Assert.Contains($"{seed,10}  steps: It goes on after 50 steps.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_that_lives_the_same_life_twice_passes()
    {
        var (code, output) = Run("--seeds 1 --from 7 --twice --processes 1", Simulator);

        Assert.True(code == 0, output);
        Assert.Contains("2 runs, seeds from 7 to 7", output, StringComparison.Ordinal);
        Assert.Contains("Coverage: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_that_lives_another_life_in_another_process_has_failed()
    {
        var started = 0;
        var (code, output) = Run("--seeds 1 --from 7 --twice", _ => Script($"echo 'begun\t7'; echo 'seed\t7\t{++started:x16}\t5\t0'"));

        Assert.Equal(1, code);
        Assert.Contains("Seed 7 has failed: deterministic", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_dies_names_the_seed_that_it_had_begun()
    {
        var (code, output) = Run("--seeds 9 --from 3 --processes 1", _ => Script("echo 'begun\t5'; kill -9 $$"));

        Assert.Equal(1, code);
        Assert.Contains("Seed 5 has failed: process", output, StringComparison.Ordinal);
        Assert.Contains("has ended with the exit code 137.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_process_does_what_one_that_died_has_left()
    {
        var started = 0;
        var (code, output) = Run(
            "--seeds 4 --from 7 --processes 1 --keep-going --steps 50",
            line => ++started == 1 ? Script("echo 'begun\t7'; echo 'seed\t7\t0\t5\t0'; echo 'begun\t8'; exit 3") : Simulator(line));

        Assert.Equal((1, 2), (code, started));
        Assert.Contains("3 seeds have failed:", output, StringComparison.Ordinal);
        Assert.Contains($"{8,10}  process: The process that ran it has ended with the exit code 3.", output, StringComparison.Ordinal);
        Assert.Contains($"{9,10}  steps: ", output, StringComparison.Ordinal);
        Assert.Contains($"{10,10}  steps: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_dies_before_its_first_seed_is_not_started_again()
    {
        var started = 0;
        var (code, output) = Run("--seeds 4 --from 7 --processes 1 --keep-going", _ => Script($"exit {++started}"));

        Assert.Equal((1, 1), (code, started));
        Assert.Contains($"{7,10}  process: ", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Run(string line, Func<IEnumerable<string>, ProcessStartInfo> program)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = new SimulateCommand((seed, leftOut) => new GroupLife(seed, leftOut), watchesPool: false, program, output, TextWriter.Null).Run(line.Split(' '));
        return (code, output.ToString());
    }

    private static ProcessStartInfo Simulator(IEnumerable<string> line)
    {
        var host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new ProcessStartInfo(host, line.Prepend(typeof(World).Assembly.Location)) { RedirectStandardOutput = true };
    }

    private static ProcessStartInfo Script(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell that Windows does not have.");
        return new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true };
    }
}
