using Microsoft.Extensions.Options;

namespace KafkaRunner.App;

/// <summary>The one place that turns an exception into words and an exit code.</summary>
internal static class Failure
{
    /// <summary>Says what happened: a misuse in its own words, anything else with all there is to know.</summary>
    public static int Tell(Exception e, Terminal terminal)
    {
        switch (Unwrap(e))
        {
            case KafkaRunnerConfigurationException or OptionsValidationException:
                terminal.Complain(Unwrap(e).Message);
                return ExitCodes.Misused;
            default:
                terminal.Complain(e.ToString());
                return ExitCodes.Failed;
        }
    }

    private static Exception Unwrap(Exception e) => e is AggregateException { InnerExceptions: [var only] } ? only : e;
}
