using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaRunner.App.Tool;

/// <summary>What the tool <c>kafkarunner</c> asks of the process that it starts, handed over in a variable.</summary>
/// <param name="Arguments">A verb of <see cref="ToolVerb"/>, then the command line without the tool's own options.</param>
/// <param name="Assembly">The path of the user's assembly.</param>
/// <param name="Require">Paths of further assemblies to take consumers from.</param>
/// <param name="LendsHost">Whether the assembly's entry point builds a host to take services from.</param>
/// <param name="WithServices">Whether that host's other hosted services run too.</param>
internal sealed record ToolRequest(
    IReadOnlyList<string> Arguments, string Assembly, IReadOnlyList<string> Require, bool LendsHost, bool WithServices)
{
    /// <summary>Set while the tool's request waits for <see cref="KafkaRunnerApp.RunAsync"/>.</summary>
    public const string Variable = "KAFKARUNNER_TOOL";

    /// <summary>Takes the request out of the environment, so that processes started from here do not see it; null without the tool.</summary>
    public static ToolRequest? Take()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            var request = JsonSerializer.Deserialize<ToolRequest>(text);
            Environment.SetEnvironmentVariable(Variable, null);
            return request;
        }
        catch (JsonException)
        {
            return null; // not the tool's, so it stays, and is warned of like any variable that means nothing
        }
    }

    /// <summary>Whether it asks about consumers, and hosts none.</summary>
    [JsonIgnore]
    public bool IsQuestion => Arguments is not [ToolVerb.Run, ..] || Arguments.Contains("--help");

    /// <summary>The value for <see cref="Variable"/>.</summary>
    public string ToVariable() => JsonSerializer.Serialize(this);

    /// <summary>
    /// What to run where a program calls <c>RunAsync</c> with <paramref name="given"/>: that, if it is still the tool's command line, perhaps
    /// without options that the program took for itself; else the tool's command line, whatever the program made of it.
    /// </summary>
    public string[] Prefer(IReadOnlyList<string> given) => [.. given is [var verb, ..] && verb == Arguments[0] ? given : Arguments];
}
