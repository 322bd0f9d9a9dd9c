using System.Globalization;
using Spectre.Console;

namespace KafkaRunner.App.CommandLine;

/// <summary>What <c>--help</c> shows.</summary>
internal static class HelpText
{
    /// <summary>Writes usage, the project's consumers, every flag and the exit codes.</summary>
    /// <remarks>Without a program, no usage: the tool that started it has said it.</remarks>
    public static void Write(
        IAnsiConsole console, string? program, IReadOnlyList<OfferedConsumer> consumers, IReadOnlyList<FlagHelp> flags)
    {
        if (program is not null)
        {
            Heading(console, "Usage");
            console.MarkupLine($"  {program.EscapeMarkup()} <consumer…> [[options]]");
            console.WriteLine();
            console.MarkupLine("Hosts the named consumers until Ctrl-C. A name is a class's short or full name, in any case.");
            console.WriteLine();
        }

        ConsumerList.Write(console, program ?? "the project", consumers);
        console.WriteLine();
        Heading(console, "Options");
        TwoColumns.Write(console, [.. flags.Select(flag => (flag.Syntax, flag.Meaning))]);
        console.WriteLine();
        console.MarkupLine("An option is also a variable and a key in kafkarunner.json or in appsettings.json, section KafkaRunner:");
        console.MarkupLine("--commit-interval, KAFKARUNNER_COMMIT_INTERVAL, CommitInterval. Flags beat variables, variables beat files.");
        console.WriteLine();
        Heading(console, "Exit codes");
        TwoColumns.Write(
            console, [.. ExitCodes.All.Select(code => (code.Code.ToString(CultureInfo.InvariantCulture), code.Meaning))]);
    }

    private static void Heading(IAnsiConsole console, string text) => console.MarkupLine($"[yellow]{text}:[/]");
}
