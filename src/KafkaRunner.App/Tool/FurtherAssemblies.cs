using System.Reflection;
using System.Runtime.Loader;

namespace KafkaRunner.App.Tool;

/// <summary>Loads the assemblies of <c>--require</c>, each with what lies beside it, into the program's own context.</summary>
internal static class FurtherAssemblies
{
    /// <summary>Loads them. What the program has already wins over what lies beside them.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">One cannot be loaded.</exception>
    public static IReadOnlyList<Assembly> Load(IEnumerable<string> paths) => [.. paths.Select(Load)];

    private static Assembly Load(string path)
    {
        try
        {
            var beside = new AssemblyDependencyResolver(path);
            AssemblyLoadContext.Default.Resolving += (context, name) =>
                beside.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
                beside.ResolveUnmanagedDllToPath(name) is { } found ? System.Runtime.InteropServices.NativeLibrary.Load(found) : 0;
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or InvalidOperationException)
        {
            throw new KafkaRunnerConfigurationException($"Command line: --require {path} cannot be loaded: {e.Message}", e);
        }
    }
}
