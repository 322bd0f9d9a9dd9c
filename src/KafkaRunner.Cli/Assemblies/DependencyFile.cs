using System.Text.Json;

namespace KafkaRunner.Cli.Assemblies;

/// <summary>The <c>.deps.json</c> beside an assembly: which packages its code runs with.</summary>
internal static class DependencyFile
{
    /// <summary>Looks for what the file names beside the assembly and in the package folders.</summary>
    /// <returns>The first assembly that lies in neither, with its package, like <c>Polly.dll of Polly/8.0.0</c>; null where all is there.</returns>
    /// <exception cref="MisuseException">The file cannot be read.</exception>
    public static string? FindMissing(string file, IReadOnlyList<string> packageFolders)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = document.RootElement;
            var target = root.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
            var places = packageFolders.Prepend(Path.GetDirectoryName(file)!).ToList();
            foreach (var library in root.GetProperty("targets").GetProperty(target).EnumerateObject())
            {
                if (!library.Value.TryGetProperty("runtime", out var assets)) continue;
                foreach (var asset in assets.EnumerateObject())
                {
                    var name = Path.GetFileName(asset.Name);
                    var inPackage = Path.Combine(PathOf(root, library.Name), asset.Name);
                    if (name != "_._" && !places.Exists(place => File.Exists(Path.Combine(place, name)) || File.Exists(Path.Combine(place, inPackage))))
                    {
                        return $"{name} of {library.Name}";
                    }
                }
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new MisuseException($"{file} cannot be read ({e.Message}): build the project again.", e);
        }
    }

    private static string PathOf(JsonElement root, string library) =>
        root.GetProperty("libraries").TryGetProperty(library, out var facts) && facts.TryGetProperty("path", out var path)
            ? path.GetString()!
            : library.ToLowerInvariant();
}
