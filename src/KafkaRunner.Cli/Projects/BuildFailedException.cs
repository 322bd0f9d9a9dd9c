namespace KafkaRunner.Cli.Projects;

/// <summary>A project does not compile; its errors have been shown.</summary>
internal sealed class BuildFailedException(int buildExitCode) : Exception("The project does not compile.")
{
    /// <summary>128 and the number of SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGTERM. Other codes above 128 are .NET's own, like that of an SDK that is missing.</summary>
    private static readonly int[] EndedBySignal = [129, 130, 131, 137, 143];

    /// <summary>How the tool ends: 1, or, where a signal ended the build, as the signal says.</summary>
    public int ExitCode => EndedBySignal.Contains(buildExitCode) ? buildExitCode : 1;
}
