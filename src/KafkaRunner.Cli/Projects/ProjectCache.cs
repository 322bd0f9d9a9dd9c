using System.Text.Json;

namespace KafkaRunner.Cli.Projects;

/// <summary>
/// Remembers in the project's <c>obj</c> directory where the last build put the assembly, so that <c>--no-build</c> need not ask MSBuild.
/// It holds as long as no project file or <c>Directory.*</c> file above it is newer.
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
            var remembered = JsonSerializer.Deserialize<BuiltProject>(File.ReadAllText(_file));
            return remembered is not null && File.Exists(remembered.Assembly) && Inputs().Max() <= File.GetLastWriteTimeUtc(_file) ? remembered : null;
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
            if (Directory.Exists(Path.GetDirectoryName(_file))) File.WriteAllText(_file, JsonSerializer.Serialize(built));
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
}
