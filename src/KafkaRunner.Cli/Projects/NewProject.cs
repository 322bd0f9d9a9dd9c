using KafkaRunner.Cli.Processes;

namespace KafkaRunner.Cli.Projects;

/// <summary>Makes a new project from the template, by the SDK's own command.</summary>
internal static class NewProject
{
    /// <summary>How <c>dotnet new</c> ends where it has no such template.</summary>
    private const int NoSuchTemplate = 103;

    /// <summary>What the template's help is known by: asked for the help of a template that it has not, <c>dotnet new</c> ends with 0.</summary>
    private const string OwnOption = "--topic";

    /// <summary>Makes it, or shows the template's help.</summary>
    /// <returns>The exit code of <c>dotnet new</c>.</returns>
    /// <exception cref="MisuseException">The template is not installed.</exception>
    public static int Make(IReadOnlyList<string> options, bool wantsHelp, string version)
    {
        var start = DotnetHost.Start(["new", "kafkarunner", .. options]);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = wantsHelp;
        var (code, output, errors) = ChildProcess.Capture(start);
        if (code == NoSuchTemplate || (wantsHelp && !output.Contains(OwnOption, StringComparison.Ordinal)))
        {
            throw new MisuseException($"The template is not installed: run 'dotnet new install KafkaRunner.Templates@{version}' once.");
        }

        Console.Out.Write(output);
        Console.Error.Write(errors);
        return code;
    }
}
