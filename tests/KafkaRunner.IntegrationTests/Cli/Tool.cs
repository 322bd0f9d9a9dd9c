using System.Reflection;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>The tool as a process, on the projects of <c>tests/fixtures</c> that were built with these tests.</summary>
internal static class Tool
{
    public static ConsumerProcess Start(IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null) =>
        ConsumerProcess.Start("KafkaRunner.Cli", args, environment);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(params string[] args)
    {
        await using var tool = Start(args);
        var code = await tool.WaitForExit(TimeSpan.FromSeconds(60));
        return (code, string.Join('\n', tool.Output), string.Join('\n', tool.Errors));
    }

    /// <summary>The options that name a project of this repository, as it was built with these tests.</summary>
    public static string[] Built(string project) =>
        ["--project", Path.Combine(Metadata("RepositoryRoot"), project), "--configuration", Metadata("Configuration"), "--no-build"];

    /// <summary>Starts a program of <c>tests/fixtures</c> itself.</summary>
    public static ConsumerProcess StartFixture(string name, IReadOnlyDictionary<string, string> environment) => ConsumerProcess.Start(
        name, [], environment, Path.Combine(Metadata("RepositoryRoot"), "tests", "fixtures", name, "bin", Metadata("Configuration"), $"net{Environment.Version.ToString(2)}"));

    /// <summary>The path of an application that lies beside these tests.</summary>
    public static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static string Metadata(string key) => typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
