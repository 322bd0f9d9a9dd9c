namespace KafkaRunner.Cli.Processes;

/// <summary>A signal came while the tool waited for an answer, such as a build's, so that there is nothing to go on with.</summary>
internal sealed class StoppedException(int signal) : Exception($"Stopped by signal {signal}.")
{
    /// <summary>The signal's number.</summary>
    public int Signal => signal;
}
