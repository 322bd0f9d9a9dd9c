namespace KafkaRunner.Cli.CommandLine;

/// <summary>An option of the tool itself.</summary>
/// <param name="Names">Its names; the first is the one to speak of.</param>
/// <param name="Value">What its value is called in the help; null for a switch.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record ToolOption(IReadOnlyList<string> Names, string? Value, string Meaning)
{
    public static readonly ToolOption Project = new(["--project"], "dir", "The project's directory or file (default: the current directory)");
    public static readonly ToolOption Assembly = new(["--assembly"], "file", "A built assembly instead of a project");
    public static readonly ToolOption Require = new(["--require", "-r"], "file", "A further assembly with consumers; may be repeated");
    public static readonly ToolOption Configuration = new(["--configuration", "-c"], "name", "The build configuration (default: Debug)");
    public static readonly ToolOption Framework = new(["--framework", "-f"], "name", "The target framework, for a project that has several");
    public static readonly ToolOption NoBuild = new(["--no-build"], null, "Take the project as it was last built");
    public static readonly ToolOption WithServices = new(["--with-services"], null, "Also run the other hosted services of the project's own host, except its web server");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<ToolOption> All { get; } = [Project, Assembly, Require, Configuration, Framework, NoBuild, WithServices];

    /// <summary>The names and the value, as the help shows them.</summary>
    public string Syntax => string.Join(", ", Names.Reverse()) + (Value is null ? "" : $" <{Value}>");
}
