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
internal static class LibrdkafkaModule
{
    private static readonly Lazy<nint> Module = new(Find);
    private static readonly ConditionalWeakTable<Assembly, object> Bound = [];

    /// <summary>Makes <c>[LibraryImport("librdkafka")]</c> in an assembly mean Confluent's copy. May be called again.</summary>
    /// <exception cref="PlatformNotSupportedException">The copy that is loaded lacks something that we need.</exception>
    public static void Bind(Assembly assembly)
    {
        lock (Bound)
        {
            if (Bound.TryGetValue(assembly, out _)) return;
            foreach (var name in Librdkafka.EntryPoints)
            {
                if (!NativeLibrary.TryGetExport(Module.Value, name, out _))
                {
                    throw new PlatformNotSupportedException(
                        $"librdkafka {Library.VersionString} has no {name}. KafkaRunner needs the librdkafka of Confluent.Kafka 2.16 or later.");
                }
            }

            NativeLibrary.SetDllImportResolver(assembly, static (name, _, _) => name == Librdkafka.Library ? Module.Value : 0);
            Bound.Add(assembly, new object());
        }
    }

    /// <summary>Gets the native handle of one of Confluent's clients. It is valid until that client is disposed.</summary>
    public static nint HandleOf(IClient client) => ((SafeHandle)SafeHandleOf(client.Handle)).DangerousGetHandle();

    private static nint Find()
    {
        Library.Load();
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.Contains("librdkafka", StringComparison.OrdinalIgnoreCase)) return NativeLibrary.Load(module.FileName);
        }

        throw new PlatformNotSupportedException("Confluent.Kafka loaded librdkafka, but no module of this process is called like it.");
    }

    // Handle.LibrdkafkaHandle is internal in Confluent.Kafka.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object SafeHandleOf(Handle handle);
}
