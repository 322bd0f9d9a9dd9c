using System.Diagnostics;
using System.Reflection;
using KafkaRunner.App.Tool;
using KafkaRunner.Cli.Assemblies;
using KafkaRunner.Cli.CommandLine;
using KafkaRunner.Cli.Processes;
using KafkaRunner.Cli.Projects;

namespace KafkaRunner.Cli;

/// <summary>One run of the tool: finds the user's assembly, and runs a process for it in the tool's stead.</summary>
internal static class ToolCommand
{
    private const int Misused = 2;

    /// <summary>
    /// Runs, and returns the exit code: the process's; or 2 where the tool was misused, 1 where the project does not compile, and that of
    /// <see cref="CodeOfStop"/> where a signal came before the process.
    /// </summary>
    public static int Run(IReadOnlyList<string> args)
    {
        try
        {
            return Completion.Question(args) is { } words ? Complete(words) : Do(ToolCommandLine.Parse(args));
        }
        catch (MisuseException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Misused;
        }
        catch (BuildFailedException e)
        {
            return e.ExitCode;
        }
        catch (StoppedException e)
        {
            return CodeOfStop(args, e.Signal);
        }
    }

    /// <summary>
    /// How the tool ends where a signal came before there was anything to stop: cleanly, if it was to host; 128 and the signal's number if
    /// there was a question, which has no answer now.
    /// </summary>
    public static int CodeOfStop(IReadOnlyList<string> args, int signal)
    {
        try
        {
            return Completion.Question(args) is null && IsHosting(ToolCommandLine.Parse(args)) ? 0 : 128 + signal;
        }
        catch (MisuseException)
        {
            return Misused;
        }
    }

    /// <summary>How the tool ends where a process ran in its stead, and a signal came meanwhile: perhaps before the process took signals.</summary>
    public static int CodeOf(ToolInvocation invocation, int exitCode, int? signal)
    {
        if (signal is not { } number) return exitCode;
        if (IsHosting(invocation)) return exitCode == 128 + number ? 0 : exitCode;
        return exitCode == 0 ? 128 + number : exitCode;
    }

    private static bool IsHosting(ToolInvocation invocation) => invocation is { Verb: ToolVerb.Run, WantsHelp: false } && invocation.Rest is not ["--version"];

    private static int Do(ToolInvocation invocation)
    {
        switch (invocation)
        {
            case { Verb: ToolVerb.List or Completion.Verb, WantsHelp: true }:
                ToolHelp.Write(Console.Out);
                return 0;
            case { Verb: Completion.Verb }:
                Console.Out.WriteLine(Completion.Script(invocation.Rest));
                return 0;
            case { Verb: "new" }:
                return NewProject.Make(invocation.Rest, invocation.WantsHelp, Version());
            case { Verb: ToolVerb.Run, WantsHelp: true }:
                return Help(invocation);
            case { Verb: ToolVerb.Run, Rest: ["--version"] }:
                Console.Out.WriteLine($"KafkaRunner {Version()}");
                return 0;
            default:
                return RunInStead(invocation, Find(invocation).Start([invocation.Verb, .. invocation.Rest], invocation.Require, invocation.WithServices));
        }
    }

    /// <summary>The tool's own help needs no project; where there is one, its consumers and their options follow.</summary>
    private static int Help(ToolInvocation invocation)
    {
        UserAssembly? assembly = null;
        try
        {
            assembly = Find(invocation);
        }
        catch (MisuseException e) when (invocation is { Project: null, Assembly: null })
        {
            Console.Error.WriteLine(e.Message);
        }

        ToolHelp.Write(Console.Out);
        Console.Out.Flush();
        return assembly is null ? 0 : RunInStead(invocation, assembly.Start([ToolVerb.Run, "--help"], invocation.Require, invocation.WithServices));
    }

    private static int RunInStead(ToolInvocation invocation, ProcessStartInfo start)
    {
        var (exitCode, signal) = ChildProcess.Run(start);
        return CodeOf(invocation, exitCode, signal);
    }

    /// <summary>Answers a shell. What goes wrong is not for it to see.</summary>
    private static int Complete(string[] words)
    {
        foreach (var word in Completion.OwnWords(words[^1], isFirst: words.Length == 1)) Console.Out.WriteLine(word);
        Console.Out.Flush();
        try
        {
            var invocation = ToolCommandLine.Parse(words[..^1]) with { NoBuild = true };
            var start = Find(invocation).Start([ToolVerb.Suggest, words[^1]], invocation.Require, invocation.WithServices);
            start.RedirectStandardError = true;
            ChildProcess.Capture(start);
        }
        catch (Exception e) when (e is MisuseException or BuildFailedException)
        {
            // The tool's own words are all there is.
        }

        return 0;
    }

    private static UserAssembly Find(ToolInvocation invocation)
    {
        if (invocation.Assembly is { } file)
        {
            return File.Exists(file)
                ? new UserAssembly(file, [DefaultPackageFolder()], Environment.CurrentDirectory)
                : throw new MisuseException($"There is no assembly {file}.");
        }

        var project = ProjectFile.Find(invocation.Project ?? Environment.CurrentDirectory);
        var cache = new ProjectCache(project, invocation.Configuration, invocation.Framework);
        var built = invocation.NoBuild ? cache.Read() : null;
        if (built is null)
        {
            built = MSBuild.Evaluate(project, invocation.Configuration, invocation.Framework, build: !invocation.NoBuild);
            if (!File.Exists(built.Assembly)) throw new MisuseException($"There is no {built.Assembly} yet: build the project, or leave out --no-build.");
            cache.Write(built);
        }

        return new UserAssembly(built.Assembly, built.PackageFolders, Path.GetDirectoryName(project)!);
    }

    private static string DefaultPackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Version() =>
        typeof(ToolCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
