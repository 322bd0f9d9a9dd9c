using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace KafkaRunner.Cli.Assemblies;

/// <summary>What an assembly's metadata says of how to host its consumers. Nothing of it is run.</summary>
/// <param name="Framework">Its target framework, like <c>.NETCoreApp,Version=v10.0</c>; null where it names none.</param>
/// <param name="Hosting">How to host its consumers.</param>
internal sealed record AssemblyFacts(string? Framework, HostingWay Hosting)
{
    /// <summary>Types whose use means that a program builds a host.</summary>
    private static readonly HashSet<string> HostBuilders = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Hosting.Host", "Microsoft.Extensions.Hosting.HostBuilder", "Microsoft.Extensions.Hosting.HostApplicationBuilder",
        "Microsoft.AspNetCore.Builder.WebApplication", "Microsoft.AspNetCore.WebHost",
    };

    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="MisuseException">It is no .NET assembly.</exception>
    public static AssemblyFacts Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            var hasEntryPoint = file.PEHeaders.CorHeader is { EntryPointTokenOrRelativeVirtualAddress: not 0 };
            return new AssemblyFacts(FrameworkOf(metadata), hasEntryPoint ? WayOf(metadata) : HostingWay.OwnHost);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new MisuseException($"{path} is not a .NET assembly.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MisuseException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static HostingWay WayOf(MetadataReader metadata)
    {
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToHashSet(StringComparer.Ordinal);
        return types.Contains("KafkaRunner.KafkaRunnerApp") ? HostingWay.Program
            : types.Overlaps(HostBuilders) ? HostingWay.LentHost
            : HostingWay.OwnHost;
    }

    private static string? FrameworkOf(MetadataReader metadata)
    {
        foreach (var attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            if (metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) != "TargetFrameworkAttribute") continue;
            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16(); // the prolog
            return value.ReadSerializedString();
        }

        return null;
    }
}
