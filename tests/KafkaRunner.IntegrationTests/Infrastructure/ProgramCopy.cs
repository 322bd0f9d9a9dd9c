using System.Text;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>A copy of <c>KafkaRunner.TestApp</c> in a directory of its own, for tests that take something away from it.</summary>
internal sealed class ProgramCopy : IDisposable
{
    public const string App = "KafkaRunner.TestApp";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("program-");

    public ProgramCopy()
    {
        string[] files = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll"), .. Directory.GetFiles(AppContext.BaseDirectory, App + ".*.json")];
        foreach (var file in files.Concat(NativeFiles())) Copy(file);
    }

    /// <summary>Gets the directory.</summary>
    public string Path => _directory.FullName;

    /// <summary>Gets its files of librdkafka.</summary>
    public IReadOnlyList<FileInfo> Librdkafka => _directory.GetFiles("*librdkafka*", SearchOption.AllDirectories);

    /// <summary>Removes every file of librdkafka, or all but the one of this name.</summary>
    public void RemoveLibrdkafka(string? except = null)
    {
        foreach (var file in Librdkafka.Where(file => file.Name != except)) file.Delete();
    }

    /// <summary>Changes a name inside a file to another one of the same length.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Rename(FileInfo file, string name, string other)
    {
        Assert.Equal(name.Length, other.Length);
        var bytes = File.ReadAllBytes(file.FullName);
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name + '\0'));
        if (at < 0) return false;
        Encoding.ASCII.GetBytes(other).CopyTo(bytes, at);
        File.WriteAllBytes(file.FullName, bytes);
        return true;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>This platform's builds of librdkafka and what comes with them, where the tests themselves have them.</summary>
    private static IEnumerable<string> NativeFiles() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => folder.StartsWith(System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes"), StringComparison.Ordinal))
            .SelectMany(Directory.GetFiles);

    private void Copy(string file)
    {
        var target = System.IO.Path.Combine(_directory.FullName, System.IO.Path.GetRelativePath(AppContext.BaseDirectory, file));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}
