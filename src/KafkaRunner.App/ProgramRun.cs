using System.Reflection;
using KafkaRunner.App.CommandLine;
using KafkaRunner.App.Hosts;
using KafkaRunner.App.Tool;
using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace KafkaRunner.App;

/// <summary>One run of a program with consumers: reads the command line, answers it or hosts what it names, and says how it ended.</summary>
internal sealed class ProgramRun(Assembly assembly, Terminal terminal, ProcessExit exit, ToolRequest? tool = null, SignalWatch? signals = null)
{
    private readonly string _program = assembly.GetName().Name ?? "the program";
    private readonly ProgramCommandLine _commandLine = new(OptionCatalog.All.SelectMany(catalog => catalog.Options));

    /// <summary>Runs in a host made here; every way to fail ends in an exit code and words on standard error.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> args, Action<HostApplicationBuilder>? configure) =>
        RunAsync(args, new OwnHost(assembly, configure));

    /// <summary>Runs in a host of <paramref name="source"/>; every way to fail ends in an exit code and words on standard error.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> args, IHostSource source)
    {
        try
        {
            await using (source)
            {
                return tool?.Prefer(args) switch
                {
                    [ToolVerb.List, .. var rest] => await AnswerAsync(source, offered => ConsumerListing.Write(terminal, _program, rest, offered)),
                    [ToolVerb.Suggest, var word] => await AnswerAsync(
                        source, offered => Suggestions.Write(terminal, word, offered, _commandLine.Flags)),
                    [ToolVerb.Run, .. var rest] => await RunAsync(_commandLine.Parse(rest), source),
                    _ => await RunAsync(_commandLine.Parse(args), source),
                };
            }
        }
        catch (Exception e)
        {
            return Failure.Tell(e, terminal);
        }
    }

    private async Task<int> RunAsync(Invocation invocation, IHostSource source)
    {
        if (invocation.WantsVersion)
        {
            terminal.Out.WriteLine(ProductVersion.Text);
            return ExitCodes.Done;
        }

        var answer = ExitCodes.Done;
        var host = await source.BuildAsync(new HostSetup(terminal, exit, signals, invocation.Settings), Accept);
        return host is null ? answer : await HostRun.RunAsync(host, terminal, invocation.Timeout);

        bool Accept(IServiceCollection services, IConfiguration configuration)
        {
            var (registry, offered) = Look(services, configuration);
            answer = invocation.WantsHelp ? Help(offered) : Choose(invocation, registry, offered);
            return answer == ExitCodes.Done && !invocation.WantsHelp;
        }
    }

    /// <summary>Answers a question about the consumers, without building the host.</summary>
    private async Task<int> AnswerAsync(IHostSource source, Func<IReadOnlyList<OfferedConsumer>, int> answer)
    {
        var code = ExitCodes.Done;
        await source.BuildAsync(new HostSetup(terminal, exit, signals, new Dictionary<string, string>()), (services, configuration) =>
        {
            code = answer(Look(services, configuration).Offered);
            return false;
        });
        return code;
    }

    private (ConsumerRegistry Registry, IReadOnlyList<OfferedConsumer> Offered) Look(IServiceCollection services, IConfiguration configuration)
    {
        var registry = new HostSetup(terminal, exit, signals, new Dictionary<string, string>()).Complete(services);
        return (registry, ConsumerSearch.Find([assembly, .. FurtherAssemblies.Load(tool?.Require ?? [])], registry, configuration));
    }

    private int Help(IReadOnlyList<OfferedConsumer> offered)
    {
        HelpText.Write(terminal.Out, tool is null ? _program : null, offered, _commandLine.Flags);
        return ExitCodes.Done;
    }

    /// <summary>Tells the registry which consumers were named.</summary>
    private int Choose(Invocation invocation, ConsumerRegistry registry, IReadOnlyList<OfferedConsumer> offered)
    {
        if (offered.All(consumer => consumer.Type.IsAbstract))
        {
            terminal.Complain(ConsumerList.None(_program));
            return ExitCodes.Misused;
        }

        var (chosen, problem) = invocation.Consumers.Count == 0
            ? ([], "No consumer was named.")
            : NameResolver.Resolve(invocation.Consumers, offered);
        if (problem is not null)
        {
            terminal.Complain(problem);
            ConsumerList.Write(terminal.Error, _program, offered);
            terminal.Error.MarkupLine("--help shows how to run them.");
            return ExitCodes.Misused;
        }

        RefuseOneConsumerFlags(invocation, chosen.Count);
        registry.Host(chosen);
        return ExitCodes.Done;
    }

    private static void RefuseOneConsumerFlags(Invocation invocation, int consumers)
    {
        if (consumers > 1 && invocation.OneConsumerFlags is [var flag, ..])
        {
            throw new KafkaRunnerConfigurationException(
                $"Command line: {flag} can mean only one consumer, and {consumers} were named. Set it in a file, under Consumers:<Name>.");
        }
    }
}
