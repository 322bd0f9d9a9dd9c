using System.Runtime.InteropServices;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>The library <c>libsasl2.so.3</c> for a process: the machine's own, or, where it has only the compatible one before it, that by the newer name.</summary>
internal sealed class Libsasl2 : IDisposable
{
    private const string Name = "libsasl2.so.3";

    private readonly DirectoryInfo? _directory;

    private Libsasl2(string? lent)
    {
        if (lent is null) return;
        _directory = Directory.CreateTempSubdirectory("libsasl2-");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, Name), lent);
    }

    /// <summary>Gets the variables that the process needs to find it.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        _directory is null ? new Dictionary<string, string>() : new() { ["LD_LIBRARY_PATH"] = _directory.FullName };

    /// <summary>Finds it, or skips the test.</summary>
    public static Libsasl2 Lend()
    {
        if (NativeLibrary.TryLoad(Name, out _)) return new Libsasl2(null);
        string[] folders = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", $"/usr/lib/{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}-linux-gnu", "/usr/lib/x86_64-linux-gnu"];
        var older = folders.Select(folder => Path.Combine(folder, "libsasl2.so.2")).FirstOrDefault(File.Exists);
        if (older is null) Assert.Skip($"Needs {Name}, or libsasl2.so.2 in its place.");
        return new Libsasl2(older);
    }

    public void Dispose() => _directory?.Delete(recursive: true);
}
