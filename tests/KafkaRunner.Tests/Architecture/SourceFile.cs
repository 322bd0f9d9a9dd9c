using System.Text.RegularExpressions;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Architecture;

/// <summary>A source file of the libraries, for what a compiled assembly does not show.</summary>
/// <param name="Path">Its path from <c>src</c>, with slashes.</param>
/// <param name="Text">What is in it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>Gets the files of a project, those that are compiled only.</summary>
    public static IReadOnlyList<SourceFile> Of(string project) => Under("src", project);

    /// <summary>Gets the files of all projects, with those of tests and benchmarks; their paths begin with <c>../</c> there.</summary>
    public static IEnumerable<SourceFile> All() => new[] { "src", "samples", "tests", "benchmarks" }.SelectMany(folder => Under(folder, ""));

    private static SourceFile[] Under(string folder, string project)
    {
        var (root, from) = (System.IO.Path.Combine(Repository.Root, folder), folder == "src" ? "" : $"../{folder}/");
        return [.. Directory.EnumerateFiles(System.IO.Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(from + path, Repository.Read(folder, path)))];
    }

    public int Lines => Text.Count(c => c == '\n');

    /// <summary>Gets the path of the first of the files that a partial class is in: <c>Lanes.Keys.cs</c> goes with <c>Lanes.cs</c>.</summary>
    public string Class => Path[..(Path.LastIndexOf('/') + 1)] + System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Gets the folder of the engine that it is in, or null.</summary>
    public string? EngineFolder => Path.Split('/') is ["KafkaRunner", "Internal", var folder, _] ? folder : null;

    /// <summary>Gets the text without what is said in comments.</summary>
    public string Code => Comment().Replace(Text, "");

    /// <summary>Gets whether its code has a name; one that begins with a dot is a member's, whoever has it.</summary>
    public bool Uses(string word) => Regex.IsMatch(Code, $@"{(word[0] == '.' ? "" : @"(?<![\w.])")}{Regex.Escape(word)}\b");

    [GeneratedRegex(@"^\s*//.*$|(?<=\s)//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
