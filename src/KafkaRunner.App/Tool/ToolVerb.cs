namespace KafkaRunner.App.Tool;

/// <summary>The first word of a command line that the tool hands over.</summary>
internal static class ToolVerb
{
    /// <summary>Host the consumers named next.</summary>
    public const string Run = "run";

    /// <summary>Write the consumers to standard output; <c>--json</c> for scripts.</summary>
    public const string List = "list";

    /// <summary>Write what may complete the word given next, for a shell.</summary>
    public const string Suggest = "suggest";
}
