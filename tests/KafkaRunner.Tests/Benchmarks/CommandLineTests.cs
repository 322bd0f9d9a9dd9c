using KafkaRunner.Benchmarks;

namespace KafkaRunner.Tests.Benchmarks;

public class CommandLineTests
{
    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--messages", "-5")]
    [InlineData("--size", "0")]
    [InlineData("--partitions", "0")]
    public void A_number_below_1_is_refused_in_one_sentence(string option, string value) => Assert.Equal(
        $"{option} must be at least 1, not {value}.",
        Assert.Single(BenchmarkCommand.Create().Parse(["compare", option, value]).Errors).Message);

    [Fact]
    public void What_is_no_number_is_refused() => Assert.NotEmpty(BenchmarkCommand.Create().Parse(["compare", "--rounds", "many"]).Errors);

    [Fact]
    public void Defaults_are_taken() => Assert.Empty(BenchmarkCommand.Create().Parse(["compare"]).Errors);

    [Fact]
    public async Task A_misused_command_line_ends_with_exit_code_2() => Assert.Equal(2, await BenchmarkCommand.RunAsync(["compare", "--rounds", "0"]));
}
