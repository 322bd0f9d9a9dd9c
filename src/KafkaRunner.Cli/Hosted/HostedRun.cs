using System.Reflection;
using System.Runtime.Loader;
using KafkaRunner.App;
using KafkaRunner.App.Hosts;
using KafkaRunner.App.Tool;

namespace KafkaRunner.Cli.Hosted;

/// <summary>Hosts the consumers of the assembly that the tool was given.</summary>
internal static class HostedRun
{
    /// <summary>How long a program's entry point may take to build its host.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs what the tool's request asks for.</summary>
    /// <param name="early">Has taken the signals so far.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IDisposable early)
    {
        var exit = new ProcessExit(Environment.Exit);
        using var signals = SignalWatch.BeforeHost(exit);
        early.Dispose();
        var terminal = Terminal.OfProcess();
        try
        {
            var request = ToolRequest.Take()
                ?? throw new KafkaRunnerConfigurationException($"{ToolRequest.Variable} is set, but not by this tool: remove it.");
            RefuseOtherVersion();
            if (request.IsQuestion) Console.SetOut(Console.Error); // the answer is data; what the entry point says is not part of it
            var program = Load(request.Assembly);
            IHostSource source = request.LendsHost ? new LentHost(program, request.WithServices, Patience) : new OwnHost(program, configure: null);
            return await new ProgramRun(program, terminal, exit, request, signals).RunAsync(request.Arguments, source);
        }
        catch (Exception e)
        {
            return Failure.Tell(e, terminal);
        }
    }

    /// <summary>Makes the process look to the user's code like its own: the entry assembly and the base directory are the user's.</summary>
    private static Assembly Load(string path)
    {
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(path) + Path.DirectorySeparatorChar);
        var program = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        Assembly.SetEntryAssembly(program);
        return program;
    }

    /// <summary>The tool uses what is internal to KafkaRunner, so the two must be of one version.</summary>
    private static void RefuseOtherVersion()
    {
        var theirs = typeof(ConsumerBase).Assembly.GetName().Version;
        var ours = typeof(HostedRun).Assembly.GetName().Version;
        if (theirs != ours)
        {
            throw new KafkaRunnerConfigurationException(
                $"The project has KafkaRunner {theirs?.ToString(3)} and the tool is {ours?.ToString(3)}: update the one or the other.");
        }
    }
}
