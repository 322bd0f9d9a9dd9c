using System.Text.Json;
using KafkaRunner.Cli.Processes;

namespace KafkaRunner.Cli.Projects;

/// <summary>Asks MSBuild, as the SDK's own command, to build a project and where it puts the assembly.</summary>
internal static class MSBuild
{
    private const string Questions = "-getProperty:TargetPath,TargetFrameworks,NuGetPackageFolders";

    /// <summary>Builds the project, unless it is told not to. The compiler's errors go to standard error; on success it says nothing.</summary>
    /// <exception cref="BuildFailedException">It does not compile.</exception>
    /// <exception cref="MisuseException">It has several target frameworks and none was chosen.</exception>
    public static BuiltProject Evaluate(string project, string configuration, string? framework, bool build)
    {
        string[] own = build ? ["build", "-t:Build"] : ["msbuild"];
        string[] chosen = framework is null ? [] : [$"-p:TargetFramework={framework}"];
        var start = DotnetHost.Start([.. own, "-nologo", project, $"-p:Configuration={configuration}", .. chosen, Questions]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var (code, output, errors) = ChildProcess.Capture(start);
        if (code != 0)
        {
            TellErrors(output, errors);
            throw new BuildFailedException(code);
        }

        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        return properties.GetProperty("TargetPath").GetString() is { Length: > 0 } target
            ? new BuiltProject(target, (properties.GetProperty("NuGetPackageFolders").GetString() ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            : throw new MisuseException(
                $"{Path.GetFileName(project)} builds for several frameworks ({properties.GetProperty("TargetFrameworks").GetString()}); " +
                "choose one with --framework.");
    }

    /// <summary>Leaves out warnings. Where nothing looks like an error, everything is shown.</summary>
    private static void TellErrors(string output, string errors)
    {
        var lines = $"{errors}\n{output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var told = lines.Where(line => line.Contains(": error ", StringComparison.Ordinal) || line.Contains("error MSB", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var line in told.Count > 0 ? told : [.. lines]) Console.Error.WriteLine(line);
    }
}
