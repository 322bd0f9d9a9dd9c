using System.Reflection;
using KafkaRunner.App.CommandLine;
using KafkaRunner.Configuration;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace KafkaRunner.App;

/// <summary>One run of a runner: reads the command line, answers it or hosts what it names, and says how it ended.</summary>
internal sealed class Runner(Assembly assembly, Terminal terminal, ProcessExit exit)
{
    private readonly string _program = assembly.GetName().Name ?? "the program";
    private readonly RunnerCommandLine _commandLine = new(OptionCatalog.All.SelectMany(catalog => catalog.Options));

    /// <summary>Runs; every way to fail ends in an exit code and words on standard error.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> args, Action<HostApplicationBuilder>? configure)
    {
        try
        {
            return await RunAsync(_commandLine.Parse(args), configure);
        }
        catch (Exception e)
        {
            return Failure.Tell(e, terminal);
        }
    }

    private async Task<int> RunAsync(Invocation invocation, Action<HostApplicationBuilder>? configure)
    {
        if (invocation.WantsVersion)
        {
            terminal.Out.WriteLine(ProductVersion.Text);
            return ExitCodes.Done;
        }

        var setup = new HostSetup(assembly, terminal, exit);
        var builder = setup.CreateBuilder();
        configure?.Invoke(builder);
        var registry = setup.Complete(builder, invocation.Settings);
        var offered = ConsumerSearch.Find(assembly, registry, builder.Configuration);

        if (invocation.WantsHelp)
        {
            HelpText.Write(terminal.Out, _program, offered, _commandLine.Flags);
            return ExitCodes.Done;
        }

        var (chosen, problem) = invocation.Consumers.Count == 0
            ? ([], "No consumer was named.")
            : NameResolver.Resolve(invocation.Consumers, offered);
        if (problem is not null)
        {
            return Misuse(problem, offered);
        }

        RefuseOneConsumerFlags(invocation, chosen.Count);
        registry.Host(chosen);
        return await HostRun.RunAsync(builder, terminal, invocation.Timeout);
    }

    private static void RefuseOneConsumerFlags(Invocation invocation, int consumers)
    {
        if (consumers > 1 && invocation.OneConsumerFlags is [var flag, ..])
        {
            throw new KafkaRunnerConfigurationException(
                $"Command line: {flag} can mean only one consumer, and {consumers} were named. Set it in a file, under Consumers:<Name>.");
        }
    }

    private int Misuse(string problem, IReadOnlyList<OfferedConsumer> offered)
    {
        terminal.Complain(problem);
        ConsumerList.Write(terminal.Error, _program, offered);
        terminal.Error.MarkupLine("--help shows how to run them.");
        return ExitCodes.Misused;
    }
}
