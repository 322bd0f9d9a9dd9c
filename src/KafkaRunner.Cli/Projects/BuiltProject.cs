namespace KafkaRunner.Cli.Projects;

/// <summary>What MSBuild says of a project.</summary>
/// <param name="Assembly">The path of its assembly.</param>
/// <param name="PackageFolders">Where its packages lie.</param>
internal sealed record BuiltProject(string Assembly, IReadOnlyList<string> PackageFolders);
