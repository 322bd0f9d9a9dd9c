namespace KafkaRunner.App;

/// <summary>An assembly that the runtime did not find, or not in a version that will do.</summary>
internal static class MissingDependency
{
    /// <summary>Whether <paramref name="e"/> means an assembly, not a file of the user's.</summary>
    public static bool Is(Exception e) => NameOf(e)?.Contains(", Version=", StringComparison.Ordinal) == true;

    /// <summary>Says it in one sentence.</summary>
    public static string Describe(Exception e) => NameOf(e) is { } name
        ? $"The assembly {name.Split(", Culture", 2)[0]} is needed and was not found. Reference its package in the project, or put it beside the program."
        : $"A type of the program cannot be loaded: {e.Message}";

    private static string? NameOf(Exception e) => e switch
    {
        FileNotFoundException missing => missing.FileName,
        FileLoadException broken => broken.FileName,
        _ => null,
    };
}
