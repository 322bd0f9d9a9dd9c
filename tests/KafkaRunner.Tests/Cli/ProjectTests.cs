using KafkaRunner.Cli;
using KafkaRunner.Cli.Projects;

namespace KafkaRunner.Tests.Cli;

public sealed class ProjectTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kafkarunner-cli-");

    [Fact]
    public void The_one_project_of_a_directory_is_found_and_a_file_can_be_named()
    {
        var file = Touch("a.fsproj");
        Touch("a.cs");
        Assert.Equal(file, ProjectFile.Find(_directory.FullName));
        Assert.Equal(file, ProjectFile.Find(file));
    }

    [Fact]
    public void Two_projects_are_named_and_refused()
    {
        Touch("b.csproj");
        Touch("a.csproj");
        Assert.Equal(
            $"There are several projects in {_directory.FullName}: a.csproj, b.csproj; name one with --project.",
            Assert.Throws<MisuseException>(() => ProjectFile.Find(_directory.FullName)).Message);
    }

    [Fact]
    public void A_build_is_remembered_until_a_project_file_changes_or_its_assembly_is_gone()
    {
        var project = Touch("a.csproj");
        var assembly = Touch("a.dll");
        _directory.CreateSubdirectory("obj");
        var cache = new ProjectCache(project, "Debug", framework: null);
        Assert.Null(cache.Read());

        cache.Write(new BuiltProject(assembly, ["/packages"]));
        Assert.Equal(assembly, cache.Read()?.Assembly);
        Assert.Null(new ProjectCache(project, "Release", framework: null).Read());

        File.SetLastWriteTimeUtc(project, DateTime.UtcNow.AddMinutes(1));
        Assert.Null(cache.Read());

        File.SetLastWriteTimeUtc(project, DateTime.UtcNow.AddMinutes(-1));
        File.Delete(assembly);
        Assert.Null(cache.Read());
    }

    [Fact]
    public void What_was_remembered_of_a_project_is_not_believed_of_its_copy()
    {
        var original = _directory.CreateSubdirectory("original");
        original.CreateSubdirectory("obj");
        new ProjectCache(Touch("original/a.csproj"), "Debug", framework: null).Write(new BuiltProject(Touch("original/a.dll"), []));

        var copy = _directory.CreateSubdirectory("copy");
        copy.CreateSubdirectory("obj");
        Touch("copy/a.dll");
        var project = Touch("copy/a.csproj");
        foreach (var file in original.GetFiles("obj/*")) file.CopyTo(Path.Combine(copy.FullName, "obj", file.Name));

        Assert.Null(new ProjectCache(project, "Debug", framework: null).Read());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(143, 143)]
    [InlineData(130, 130)]
    [InlineData(155, 1)]
    public void Only_a_signal_that_ended_the_build_passes_through(int build, int tool) =>
        Assert.Equal(tool, new BuildFailedException(build).ExitCode);

    public void Dispose() => _directory.Delete(recursive: true);

    private string Touch(string name)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, "");
        return path;
    }
}
