namespace KafkaRunner.Cli.Assemblies;

/// <summary>Whether an assembly is of a framework that can hold KafkaRunner's consumers.</summary>
internal static class FrameworkCheck
{
    private const string Modern = ".NETCoreApp,Version=v";

    private static readonly Version Needed = new(10, 0);

    /// <exception cref="MisuseException">It is of another framework, or of an older one.</exception>
    public static void Demand(string path, string? framework)
    {
        if (framework is null) return;
        var isModern = framework.StartsWith(Modern, StringComparison.Ordinal);
        if (!isModern || !Version.TryParse(framework[Modern.Length..], out var version) || version < Needed)
        {
            throw new MisuseException(
                $"{Path.GetFileName(path)} is built for {Speak(framework)}, and KafkaRunner needs .NET {Needed} or later: " +
                $"set its TargetFramework to net{Needed}.");
        }
    }

    private static string Speak(string framework) => framework
        .Replace(".NETCoreApp,Version=v", ".NET ", StringComparison.Ordinal)
        .Replace(".NETFramework,Version=v", ".NET Framework ", StringComparison.Ordinal)
        .Replace(".NETStandard,Version=v", ".NET Standard ", StringComparison.Ordinal);
}
