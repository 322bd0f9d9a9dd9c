namespace KafkaRunner.Cli.Projects;

/// <summary>Finds the one project that is meant.</summary>
internal static class ProjectFile
{
    /// <summary>Finds the project file.</summary>
    /// <param name="place">A directory or the file itself.</param>
    /// <exception cref="MisuseException">There is none, or more than one.</exception>
    public static string Find(string place)
    {
        if (File.Exists(place)) return place;
        if (!Directory.Exists(place)) throw new MisuseException($"There is no directory or project file {place}: name the project with --project.");
        var files = Directory.GetFiles(place, "*.*proj").Order(StringComparer.Ordinal).ToArray();
        return files switch
        {
            [var file] => file,
            [] => throw new MisuseException($"There is no project in {place}: go to a project's directory, or name it with --project or --assembly."),
            _ => throw new MisuseException(
                $"There are several projects in {place}: {string.Join(", ", files.Select(Path.GetFileName))}; name one with --project."),
        };
    }
}
