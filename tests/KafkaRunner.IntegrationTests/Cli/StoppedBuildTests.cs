namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A signal while the project is built ends the tool: nothing is hosted, and nothing is said. Only a question remains without an answer.</summary>
public sealed class StoppedBuildTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kafkarunner-cli-");

    [Theory]
    [InlineData("X", 0)]
    [InlineData("list", 143)]
    public async Task SIGTERM_during_the_build_is_a_clean_stop_of_what_would_have_been_hosted(string verb, int code)
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
        await using var tool = Tool.Start([verb, "--project", _directory.FullName]);
        await Infrastructure.Eventually.Until("the build has begun", () => File.Exists(begun));
        tool.Terminate();

        Assert.Equal(code, await tool.WaitForExit());
        Assert.Empty(tool.Output);
        Assert.Empty(tool.Errors);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
