using KafkaRunner.App;
using Microsoft.Extensions.Options;

namespace KafkaRunner.Tests.App;

public sealed class FailureTests
{
    [Fact]
    public void A_misuse_is_told_in_its_own_words()
    {
        var (code, words) = Tell(new AggregateException(new KafkaRunnerConfigurationException("Set Brokers.")));
        Assert.Equal((ExitCodes.Misused, "error: Set Brokers.\n"), (code, words));
    }

    [Fact]
    public void Options_that_do_not_validate_are_a_misuse()
    {
        var (code, words) = Tell(new OptionsValidationException("Mail", typeof(string), ["Mail:Host is empty."]));
        Assert.Equal((ExitCodes.Misused, "error: Mail:Host is empty.\n"), (code, words));
    }

    [Fact]
    public void Anything_else_is_told_with_all_there_is_to_know()
    {
        var (code, words) = Tell(new InvalidOperationException("[made] up"));
        Assert.Equal((ExitCodes.Failed, "error: System.InvalidOperationException: [made] up\n"), (code, words));
    }

    private static (int Code, string Words) Tell(Exception e)
    {
        using var error = new StringWriter { NewLine = "\n" };
        return (Failure.Tell(e, new Terminal(TextWriter.Null, error)), error.ToString());
    }
}
