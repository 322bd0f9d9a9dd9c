namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>What the tool says when it cannot do what it was asked for: one sentence, and an exit code.</summary>
public sealed class MisuseTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kafkarunner-cli-");

    [Fact]
    public async Task A_project_that_does_not_compile_exits_1_with_the_compilers_errors_and_nothing_else()
    {
        Project("net10.0", "class A { int x = \"s\"; int y = 1; }");
        var (code, output, errors) = await Tool.Run("X", "--project", _directory.FullName);
        Assert.Equal((1, ""), (code, output));
        var line = Assert.Single(errors.Split('\n'));
        Assert.Contains("Code.cs(1,19): error CS0029:", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_consumers_is_built_and_exits_2()
    {
        Project("net10.0", "class A { }");
        await Misused("There is no consumer in Thing.", "X", "--project", _directory.FullName);
    }

    [Fact]
    public async Task An_assembly_of_another_framework_exits_2()
    {
        Project("netstandard2.0", "class A { }");
        await Misused("Thing.dll is built for .NET Standard 2.0, and KafkaRunner needs .NET 10.0", "X", "--project", _directory.FullName);
    }

    [Fact]
    public async Task A_directory_without_a_project_exits_2() =>
        await Misused($"There is no project in {_directory.FullName}:", "X", "--project", _directory.FullName);

    [Theory]
    [InlineData("-n", "Greetings")]
    [InlineData("--help")]
    public async Task A_new_project_without_the_template_exits_2(params string[] options) => await Misused(
        "The template is not installed: run 'dotnet new install KafkaRunner.Templates@",
        ["new", .. options, "--debug:custom-hive", _directory.FullName]);

    [Fact]
    public async Task A_missing_dependency_exits_2()
    {
        var library = Path.Combine(Tool.Built("tests/fixtures/ClassLibrary")[1], "bin");
        foreach (var file in Directory.GetFiles(library, "ClassLibrary.d*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(_directory.FullName, Path.GetFileName(file)), overwrite: true);
        }

        await Misused(
            "ClassLibrary.dll needs KafkaRunner.dll of KafkaRunner/", "Echo", "--assembly", Path.Combine(_directory.FullName, "ClassLibrary.dll"));
    }

    [Theory]
    [InlineData("KafkaRunner.TestApp", "There is no KafkaRunner.TestApp.runtimeconfig.json beside KafkaRunner.TestApp.dll")]
    [InlineData("KafkaRunner", "There is no KafkaRunner.deps.json beside KafkaRunner.dll")]
    public async Task An_assembly_without_the_files_that_were_built_with_it_exits_2(string name, string beginning)
    {
        var copy = Path.Combine(_directory.FullName, name + ".dll");
        File.Copy(Tool.Beside(name + ".dll"), copy);
        await Misused(beginning, "X", "--assembly", copy);
    }

    [Fact]
    public async Task A_program_with_a_runtime_of_its_own_exits_2()
    {
        var copy = Path.Combine(_directory.FullName, "KafkaRunner.TestApp.dll");
        File.Copy(Tool.Beside("KafkaRunner.TestApp.dll"), copy);
        await File.WriteAllTextAsync(
            Path.ChangeExtension(copy, ".runtimeconfig.json"),
            """{ "runtimeOptions": { "tfm": "net10.0", "includedFrameworks": [ { "name": "Microsoft.NETCore.App", "version": "10.0.0" } ] } }""",
            TestContext.Current.CancellationToken);
        await Misused("KafkaRunner.TestApp was published with a runtime of its own", "X", "--assembly", copy);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task Misused(string beginning, params string[] args)
    {
        var (code, output, errors) = await Tool.Run(args);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: " + beginning, Assert.Single(errors.Split('\n')), StringComparison.Ordinal);
    }

    private void Project(string framework, string code)
    {
        var properties = $"<PropertyGroup><TargetFramework>{framework}</TargetFramework></PropertyGroup>";
        File.WriteAllText(Path.Combine(_directory.FullName, "Thing.csproj"), $"<Project Sdk=\"Microsoft.NET.Sdk\">{properties}</Project>");
        File.WriteAllText(Path.Combine(_directory.FullName, "Code.cs"), code);
    }
}
