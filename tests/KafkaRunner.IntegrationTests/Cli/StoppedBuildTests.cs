namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A signal while the project is built ends the tool as it ends a program: nothing is hosted, and nothing is said.</summary>
public sealed class StoppedBuildTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kafkarunner-cli-");

    [Fact]
    public async Task SIGTERM_during_the_build_exits_143()
    {
        var begun = Path.Combine(_directory.FullName, "begun");
        File.WriteAllText(Path.Combine(_directory.FullName, "Thing.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Endless" BeforeTargets="BeforeBuild">
                <Touch Files="{begun}" AlwaysCreate="true" />
                <Exec Command="sleep 60" />
              </Target>
            </Project>
            """);
        await using var tool = Tool.Start(["X", "--project", _directory.FullName]);
        await Infrastructure.Eventually.Until("the build has begun", () => File.Exists(begun));
        tool.Terminate();

        Assert.Equal(143, await tool.WaitForExit());
        Assert.Empty(tool.Output);
        Assert.Empty(tool.Errors);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
