namespace KafkaRunner.Cli.Projects;

/// <summary>A project does not compile; its errors have been shown.</summary>
internal sealed class BuildFailedException(int buildExitCode) : Exception("The project does not compile.")
{
    /// <summary>How the tool ends: 1, or, where a signal ended the build, as the signal says.</summary>
    public int ExitCode => buildExitCode > 128 ? buildExitCode : 1;
}
