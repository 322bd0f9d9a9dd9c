using System.Diagnostics;
using System.Text.Json;
using KafkaRunner.App.Tool;
using KafkaRunner.Cli.Processes;

namespace KafkaRunner.Cli.Assemblies;

/// <summary>An assembly with consumers, and how to start a process for it with its own dependencies.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="PackageFolders">Where packages lie that were not copied beside it.</param>
/// <param name="WorkingDirectory">The process's directory, where its configuration files are looked for.</param>
internal sealed record UserAssembly(string Path, IReadOnlyList<string> PackageFolders, string WorkingDirectory)
{
    private string DependencyFile => System.IO.Path.ChangeExtension(Path, ".deps.json");

    private string RuntimeConfig => System.IO.Path.ChangeExtension(Path, ".runtimeconfig.json");

    /// <summary>A start of the process that does what <paramref name="arguments"/> say.</summary>
    /// <exception cref="MisuseException">The assembly is of another framework, or lacks something.</exception>
    public ProcessStartInfo Start(IReadOnlyList<string> arguments, IReadOnlyList<string> require, bool withServices)
    {
        var facts = AssemblyFacts.Read(Path);
        FrameworkCheck.Demand(Path, facts.Framework);
        if (File.Exists(DependencyFile) && Assemblies.DependencyFile.FindMissing(DependencyFile, PackageFolders) is { } missing)
        {
            throw new MisuseException(
                $"{System.IO.Path.GetFileName(Path)} needs {missing}, which lies neither beside it nor in the packages: restore and build the project.");
        }

        if (facts.Hosting != HostingWay.OwnHost) DemandBeside(RuntimeConfig, "what the program runs on");
        if (IsSelfContained)
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(Path);
            throw new MisuseException($"{name} was published with a runtime of its own, which this tool cannot use: start the program {name} itself, or publish it with --self-contained false.");
        }

        if (facts.Hosting != HostingWay.Program) DemandBeside(DependencyFile, "what it depends on");
        var start = DotnetHost.Start(facts.Hosting == HostingWay.Program ? ["exec", Path, .. arguments] : HostedCommand());
        start.WorkingDirectory = WorkingDirectory;
        start.Environment[ToolRequest.Variable] =
            new ToolRequest(arguments, Path, require, facts.Hosting == HostingWay.LentHost, withServices).ToVariable();
        return start;
    }

    // Its runtime configuration names the frameworks that were published along, not one to find.
    private bool IsSelfContained
    {
        get
        {
            try
            {
                var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
                using var document = JsonDocument.Parse(File.ReadAllBytes(RuntimeConfig), options);
                return document.RootElement.GetProperty("runtimeOptions").TryGetProperty("includedFrameworks", out _);
            }
            catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return false; // what is wrong with it, dotnet says
            }
        }
    }

    private void DemandBeside(string file, string says)
    {
        if (File.Exists(file)) return;
        throw new MisuseException(
            $"There is no {System.IO.Path.GetFileName(file)} beside {System.IO.Path.GetFileName(Path)}, to say {says}: " +
            "take the assembly from where it was built or published.");
    }

    /// <summary>This program, in the runtime and with the dependencies of the assembly.</summary>
    private List<string> HostedCommand()
    {
        var self = typeof(UserAssembly).Assembly.Location;
        var config = File.Exists(RuntimeConfig) ? RuntimeConfig : System.IO.Path.ChangeExtension(self, ".runtimeconfig.json");
        List<string> command = ["exec", "--runtimeconfig", config, "--depsfile", DependencyFile];
        foreach (var folder in PackageFolders) command.AddRange(["--additionalprobingpath", folder]);
        command.Add(self);
        return command;
    }
}
