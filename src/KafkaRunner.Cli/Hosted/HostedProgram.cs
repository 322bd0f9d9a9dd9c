using System.Reflection;
using System.Runtime.Loader;

namespace KafkaRunner.Cli.Hosted;

/// <summary>The process that the tool starts for an assembly that does not call <c>KafkaRunnerApp.RunAsync</c> itself.</summary>
/// <remarks>It runs with that assembly's dependencies. Nothing here may need KafkaRunner.App before <see cref="Supply"/> is in place.</remarks>
internal static class HostedProgram
{
    /// <summary>Whether the tool has started this process: its request waits in a variable.</summary>
    public static bool IsWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KAFKARUNNER_TOOL"));

    /// <summary>Runs what the tool asked for.</summary>
    /// <param name="signals">Takes the signals until KafkaRunner.App does.</param>
    public static Task<int> RunAsync(IDisposable signals)
    {
        AssemblyLoadContext.Default.Resolving += Supply;
        return HostedRun.RunAsync(signals);
    }

    /// <summary>Supplies from the tool's folder what the user's project does not have. What the project has was found before this is asked.</summary>
    private static Assembly? Supply(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(HostedProgram).Assembly.Location)!, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
