using System.Diagnostics;
using System.Runtime.InteropServices;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Kafka;

public sealed class LibrdkafkaModuleTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("librdkafka-");

    [Fact]
    public void Another_library_of_such_a_name_is_not_taken_for_the_one_that_Confluent_Kafka_calls()
    {
        LibrdkafkaModule.Load();
        Assert.True(NativeLibrary.TryGetExport(LibrdkafkaModule.Find(), "rd_kafka_version", out var function));

        // A copy, since that has everything but the clients.
        var copy = Path.Combine(_directory.FullName, "my-librdkafka-tools.so");
        File.Copy(LoadedFile(), copy);
        var other = NativeLibrary.Load(copy);
        try
        {
            Assert.True(NativeLibrary.TryGetExport(other, "rd_kafka_version", out var others));
            Assert.NotEqual(others, function);
            Assert.True(NativeLibrary.TryGetExport(LibrdkafkaModule.Find(), "rd_kafka_version", out var again));
            Assert.Equal(function, again);
        }
        finally
        {
            NativeLibrary.Free(other);
        }
    }

    [Fact]
    public void A_program_without_a_file_is_told_to_be_published_for_its_platform() => Assert.Equal(
        "librdkafka, the native library beneath Confluent.Kafka, cannot be loaded: the program has no file of it for linux-x64; publish it for "
        + "this platform, with the native files of the package librdkafka.redist.",
        MissingLibrdkafka.Describe([_directory.FullName], "linux-x64"));

    [Fact]
    public void A_file_that_cannot_be_loaded_is_named_with_the_systems_reason()
    {
        var file = Path.Combine(_directory.FullName, OperatingSystem.IsWindows() ? "librdkafka.dll" : OperatingSystem.IsMacOS() ? "librdkafka.dylib" : "librdkafka.so");
        File.WriteAllText(file, "no library");
        var sentence = MissingLibrdkafka.Describe([_directory.FullName], "linux-x64");
        Assert.StartsWith($"librdkafka, the native library beneath Confluent.Kafka, cannot be loaded: {file} fails with '", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("strace", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string LoadedFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a system whose processes tell their modules.");
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().First(module => module.ModuleName.EndsWith("librdkafka.so", StringComparison.Ordinal)).FileName;
    }
}
