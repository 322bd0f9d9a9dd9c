using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Binds our native calls to the one copy of librdkafka that Confluent.Kafka has loaded, and reads its client handles.</summary>
/// <remarks>
/// Confluent.Kafka picks a build for the platform (<c>centos8-librdkafka.so</c> on Debian, say), and a user may have named another
/// with <c>Library.Load(path)</c>. A second copy would not know the first one's handles, so we look for the one in the process.
/// </remarks>
internal static unsafe class LibrdkafkaModule
{
    private static readonly Lazy<nint> Module = new(Find, LazyThreadSafetyMode.PublicationOnly);    // a failure may be mended and tried again
    private static readonly ConditionalWeakTable<Assembly, object> Bound = [];

    /// <summary>Loads librdkafka as Confluent.Kafka does, unless it is loaded already. May be called again.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">It cannot be loaded.</exception>
    public static void Load()
    {
        try
        {
            Library.Load();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new KafkaRunnerConfigurationException(MissingLibrdkafka.Describe(), exception);
        }
        catch (Exception exception) when (exception is FileLoadException or InvalidOperationException)     // too old, or for no such platform
        {
            throw new KafkaRunnerConfigurationException($"{MissingLibrdkafka.Beginning}: {exception.Message}.", exception);
        }
    }

    /// <summary>Makes <c>[LibraryImport("librdkafka")]</c> in an assembly mean Confluent's copy. May be called again.</summary>
    /// <param name="assembly">Whose calls.</param>
    /// <param name="entryPoints">What it calls.</param>
    /// <exception cref="KafkaRunnerConfigurationException">librdkafka cannot be loaded.</exception>
    /// <exception cref="NativeUnavailableException">The copy that is loaded lacks something, or is not found in the process.</exception>
    public static void Bind(Assembly assembly, IEnumerable<string> entryPoints)
    {
        Load();
        if (entryPoints.FirstOrDefault(name => !NativeLibrary.TryGetExport(Module.Value, name, out _)) is { } missing)
        {
            throw new NativeUnavailableException(
                $"librdkafka {Library.VersionString} has no {missing}. KafkaRunner needs the librdkafka of Confluent.Kafka 2.16 or later.");
        }

        lock (Bound)
        {
            if (Bound.TryGetValue(assembly, out _)) return;
            NativeLibrary.SetDllImportResolver(assembly, static (name, _, _) => name == Librdkafka.Library ? Module.Value : 0);
            Bound.Add(assembly, new object());
        }
    }

    /// <summary>Gets the native handle of one of Confluent's clients. It is valid until that client is disposed.</summary>
    /// <exception cref="NativeUnavailableException">Confluent.Kafka does not keep it where it used to.</exception>
    public static nint HandleOf(IClient client) => Inside(() => ((SafeHandle)SafeHandleOf(client.Handle)).DangerousGetHandle());

    /// <summary>Looks for the module of this process that Confluent.Kafka calls.</summary>
    /// <exception cref="NativeUnavailableException">There is none.</exception>
    internal static nint Find()
    {
        // A constant of librdkafka's: no other module has it at this address, however it is called.
        var text = Inside(static () => TextOf(null, ErrorCode.NoError));
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (text - module.BaseAddress < 0 || text - module.BaseAddress >= module.ModuleMemorySize) continue;
            if (NativeLibrary.TryLoad(module.FileName, out var handle) && HasAt(handle, text)) return handle;
        }

        // Where a process does not tell its modules, this is the name by which Confluent.Kafka has found the only build there is.
        return NativeLibrary.TryLoad(Librdkafka.Library, typeof(Library).Assembly, null, out var named) && HasAt(named, text)
            ? named
            : throw new NativeUnavailableException("The librdkafka that Confluent.Kafka has loaded is not found among the modules of this process.");
    }

    private static bool HasAt(nint module, nint text) =>
        NativeLibrary.TryGetExport(module, "rd_kafka_err2str", out var function) && ((delegate* unmanaged<ErrorCode, nint>)function)(ErrorCode.NoError) == text;

    // What Confluent.Kafka keeps to itself may be elsewhere in another version of it.
    private static nint Inside(Func<nint> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException or InvalidCastException)
        {
            var version = typeof(Library).Assembly.GetName().Version?.ToString(3);
            throw new NativeUnavailableException($"Confluent.Kafka {version} does not have what KafkaRunner reaches for in it: {exception.Message}", exception);
        }
    }

    // Handle.LibrdkafkaHandle is internal in Confluent.Kafka.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object SafeHandleOf(Handle handle);

    // So is its own rd_kafka_err2str.
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "err2str")]
    private static extern nint TextOf([UnsafeAccessorType("Confluent.Kafka.Impl.Librdkafka, Confluent.Kafka")] object? type, ErrorCode code);
}
