using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner;

/// <summary>Makes a program a runner: its consumer classes are hosted by name.</summary>
public static class KafkaRunnerApp
{
    /// <summary>Hosts the consumers that <paramref name="args"/> name until Ctrl-C, SIGTERM or <c>--timeout</c>.</summary>
    /// <param name="args">The command line: names of consumers and options; <c>--help</c> lists both.</param>
    /// <param name="configure">
    /// Adds what the consumers need, and consumers of other assemblies (<c>builder.Services.AddKafkaRunner(…)</c>). Null adds nothing:
    /// the classes of the program's own assembly are found without it. Called once, also for <c>--help</c> and the list; start
    /// nothing in it.
    /// </param>
    /// <returns>
    /// The exit code: 0 done or stopped cleanly, also by a signal; 1 a consumer or the program failed, or not everything that had finished could be committed; 2 misused: a name, an option
    /// or the configuration is wrong. Where messages hang in a stop, the process ends here with 3.
    /// </returns>
    /// <remarks>
    /// Under the tool <c>kafkarunner</c>, which runs the program with its own command line after the word <c>run</c>, this takes the
    /// tool's command line even where it is given another.
    /// </remarks>
    /// <example><code>return await KafkaRunnerApp.RunAsync(args, builder =&gt; builder.Services.AddDbContext&lt;BlogDb&gt;());</code></example>
    public static Task<int> RunAsync(string[] args, Action<HostApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        return HostAsync(args, configure, new App.ProcessExit(Environment.Exit));
    }

    private static async Task<int> HostAsync(string[] args, Action<HostApplicationBuilder>? configure, App.ProcessExit exit)
    {
        using var signals = App.SignalWatch.BeforeHost(exit);       // before anything else, which all takes its time
        var program = Assembly.GetEntryAssembly() ?? typeof(KafkaRunnerApp).Assembly;
        return await new App.ProgramRun(program, App.Terminal.OfProcess(), exit, App.Tool.ToolRequest.Take(), signals).RunAsync(args, configure);
    }
}
