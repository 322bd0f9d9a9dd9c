using System.Text.Json;

namespace KafkaRunner.Cli.Projects;

/// <summary>
/// Remembers in the project's <c>obj</c> directory where the last build put the assembly, so that <c>--no-build</c> need not ask MSBuild.
/// It holds as long as the project lies where it lay, and no project file or <c>Directory.*</c> file above it is newer.
/// </summary>
internal sealed class ProjectCache(string project, string configuration, string? framework)
{
    private static readonly string[] Shared = ["Directory.Build.props", "Directory.Build.targets", "global.json"];

    private readonly string _file = Path.Combine(
        Path.GetDirectoryName(project)!, "obj", $"{Path.GetFileName(project)}.{configuration}{(framework is null ? "" : "." + framework)}.kafkarunner.json");

    /// <summary>What was remembered; null where nothing was, or it no longer holds.</summary>
    public BuiltProject? Read()
    {
        try
        {
            var remembered = JsonSerializer.Deserialize<Memory>(File.ReadAllText(_file));
            return remembered?.Project == project && File.Exists(remembered.Built.Assembly) && Inputs().Max() <= File.GetLastWriteTimeUtc(_file)
                ? remembered.Built
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers <paramref name="built"/>, where the project has the usual directory for it and it can be written.</summary>
    public void Write(BuiltProject built)
    {
        try
        {
            if (Directory.Exists(Path.GetDirectoryName(_file))) File.WriteAllText(_file, JsonSerializer.Serialize(new Memory(project, built)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only project is asked each time.
        }
    }

    private IEnumerable<DateTime> Inputs()
    {
        yield return File.GetLastWriteTimeUtc(project);
        for (var directory = Path.GetDirectoryName(project); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            foreach (var name in Shared) yield return File.GetLastWriteTimeUtc(Path.Combine(directory, name)); // 1601 where there is none
        }
    }

    /// <param name="Project">The project's path: a copy of its directory brings this file along, with paths that mean the original.</param>
    /// <param name="Built">What was asked for.</param>
    private sealed record Memory(string Project, BuiltProject Built);
}
