namespace KafkaRunner.Tests.Support;

/// <summary>Finds the files of the repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Gets the directory of <c>KafkaRunner.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Reads a file by its path from the root; lines end in <c>\n</c>.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "KafkaRunner.sln")))
            directory = directory.Parent ?? throw new DirectoryNotFoundException("No KafkaRunner.sln above the tests.");
        return directory.FullName;
    }
}
