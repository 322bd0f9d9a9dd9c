using System.Reflection;

namespace Blogs;

/// <summary>Takes <c>--database FILE</c> out of the arguments, so that every command knows it.</summary>
internal static class DatabaseFlag
{
    private const string Flag = "--database";

    /// <returns>The database file's full path, and the arguments without the flag.</returns>
    /// <exception cref="ArgumentException">The flag has no value.</exception>
    public static (string Database, string[] Arguments) Take(string[] args)
    {
        var database = Path.Combine(ProjectDirectory(), "blogs.db");
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == Flag)
                database = ++i < args.Length ? args[i] : "";
            else if (args[i].StartsWith(Flag + '=', StringComparison.Ordinal))
                database = args[i][(Flag.Length + 1)..];
            else
                rest.Add(args[i]);
        }

        return database is "" ? throw new ArgumentException($"{Flag} needs a file.") : (Path.GetFullPath(database), [.. rest]);
    }

    /// <summary>Where the project lay when it was built, or else where the program lies.</summary>
    private static string ProjectDirectory()
    {
        var built = typeof(DatabaseFlag).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "ProjectDirectory")?.Value;
        return Directory.Exists(built) ? built : AppContext.BaseDirectory;
    }
}
