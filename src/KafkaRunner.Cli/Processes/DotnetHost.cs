using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaRunner.Cli.Processes;

/// <summary>The command <c>dotnet</c> that this tool's own runtime belongs to.</summary>
internal static class DotnetHost
{
    private static readonly string Executable = Find();

    /// <summary>A start of it with <paramref name="arguments"/>.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments) => new(Executable, arguments) { UseShellExecute = false };

    private static string Find()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }
}
