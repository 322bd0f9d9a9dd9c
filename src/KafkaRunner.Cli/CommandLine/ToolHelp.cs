namespace KafkaRunner.Cli.CommandLine;

/// <summary>The tool's part of <c>--help</c>; the runner adds the project's consumers and the options that it knows.</summary>
internal static class ToolHelp
{
    private static readonly (string Syntax, string Meaning)[] Commands =
    [
        ("kafkarunner <consumer…> [options]", "Host the named consumers until Ctrl-C; a name is a class's short or full name, in any case"),
        ("kafkarunner run <consumer…> [options]", "The same, also for a consumer that is called like a command"),
        ("kafkarunner list [--json]", "Show the project's consumers with their topics and groups"),
        ("kafkarunner new [options]", "Make a new consumer project in the current directory"),
        ("kafkarunner completion <shell>", "Write a script that completes names and options in " + string.Join(", ", Completion.Shells)),
    ];

    /// <summary>Writes usage and the tool's own options.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("Usage:");
        Table(output, Commands);
        output.WriteLine();
        output.WriteLine("Options of the tool:");
        Table(output, [.. ToolOption.All.Select(option => (option.Syntax, option.Meaning))]);
        output.WriteLine();
    }

    private static void Table(TextWriter output, (string Term, string Meaning)[] rows)
    {
        var width = rows.Max(row => row.Term.Length);
        foreach (var (term, meaning) in rows) output.WriteLine($"  {term.PadRight(width)}  {meaning}");
    }
}
