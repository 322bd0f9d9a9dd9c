using System.Runtime.InteropServices;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Says in one sentence why librdkafka cannot be loaded, and what to do: Confluent.Kafka says only that it cannot.</summary>
internal static class MissingLibrdkafka
{
    public const string Beginning = "librdkafka, the native library beneath Confluent.Kafka, cannot be loaded";

    /// <summary>The builds that Confluent.Kafka tries, by platform.</summary>
    private static readonly string[] Builds = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    private static readonly string Extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    /// <summary>Says it of this process.</summary>
    public static string Describe() => Describe(Folders(), RuntimeInformation.RuntimeIdentifier);

    /// <summary>Says it of a program that looks for native libraries in <paramref name="folders"/>.</summary>
    internal static string Describe(IEnumerable<string> folders, string platform)
    {
        var files = folders.SelectMany(folder => Builds.Select(build => Path.Combine(folder, build + Extension))).Where(File.Exists);
        return files.FirstOrDefault() is { } file
            ? $"{Beginning}: {file} fails with '{WhyNot(file)}'; install what it needs, or put all files beside it that the package librdkafka.redist has for {platform}."
            : $"{Beginning}: the program has no file of it for {platform}; publish it for this platform, with the native files of the package librdkafka.redist.";
    }

    /// <summary>Where .NET looks for a program's native libraries.</summary>
    private static IEnumerable<string> Folders()
    {
        var known = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return known.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory);
    }

    /// <summary>The system's own reason, which is the last line of .NET's.</summary>
    private static string WhyNot(string file)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(file));
            return "though the file itself can be loaded";
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        }
    }
}
