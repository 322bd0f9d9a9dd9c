using System.Text.RegularExpressions;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Docs;

/// <summary>What the documentation shows is code that compiles, and what it links to is there.</summary>
public partial class SnippetTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(Repository.Root, "README.md"))
        .Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_csharp_block_is_compiled_code(string page)
    {
        var compiled = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "BlogConsumer"), "*.cs")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "KafkaRunner.Tests", "Docs"), "*.cs"))
            .Select(file => Flatten(File.ReadAllText(file)))
            .ToList();

        foreach (Match block in CSharpBlocks().Matches(Repository.Read(page)))
        {
            var code = Flatten(Usings().Replace(block.Groups["code"].Value, ""));
            Assert.True(compiled.Any(file => file.Contains(code, StringComparison.Ordinal)), $"{page} shows code that is compiled nowhere:\n{code}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var broken = Links().Matches(Repository.Read(page))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(broken);
    }

    /// <summary>Leaves indentation out: a block in a page starts at the margin.</summary>
    private static string Flatten(string code) =>
        "\n" + string.Join('\n', code.ReplaceLineEndings("\n").Trim().Split('\n').Select(line => line.Trim())) + "\n";

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlocks();

    [GeneratedRegex(@"\A(using [\w.]+;\n)+", RegexOptions.None)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Links();
}
