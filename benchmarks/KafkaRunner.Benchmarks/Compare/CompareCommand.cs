using System.CommandLine;
using System.Globalization;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Reports;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The command <c>compare</c>: measures, or reports on what was measured before.</summary>
internal static class CompareCommand
{
    public static Command Create(string name, string description, string[] defaultCases)
    {
        var brokers = new Option<string?>("--brokers") { Description = "Brokers, host:port; without them an embedded one, whose figures say nothing about speed" };
        var messages = Number("--messages", "Messages in the topic that the reading cases read", 3_000_000);
        var size = Number("--size", "Bytes of a message's value, about", 70);
        var partitions = Number("--partitions", "Partitions of that topic", 16);
        var cases = new Option<string?>("--cases") { Description = $"Some of: {string.Join(',', CaseCatalog.All.Select(c => c.Name))}. A baseline joins its case" };
        var rounds = Number("--rounds", "Passes of each case after the warm-up", 5);
        var quick = new Option<bool>("--quick") { Description = "A small load in one round: shows that the suite runs, says nothing about speed" };
        var json = new Option<bool>("--json") { Description = "One JSON object per line instead of the table" };
        var file = new Option<string?>("--out") { Description = "Also write the results there, as JSON lines" };
        var diff = Two("--diff", "RESULT> <RESULT", "Print the ratios of two results that differ by more than 15 %, instead of measuring");
        var check = new Option<string?>("--check") { HelpName = "RESULT", Description = "Print each goal, a result's figure, and whether it is met" };
        var markdown = new Option<string?>("--markdown") { HelpName = "RESULT", Description = "Print a result as a Markdown table" };
        var plot = Two("--plot", "RESULT> <FILE", "Draw a result as bars into an SVG file");
        var command = new Command(name, description) { brokers, messages, size, partitions, cases, rounds, quick, json, file, diff, check, markdown, plot };
        command.SetAction(async parsed =>
        {
            if (parsed.GetValue(diff) is [var before, var after]) return Report(() => Print(RatioDiff.Lines(ResultFile.Read(before), ResultFile.Read(after))));
            if (parsed.GetValue(check) is { } result) return Report(() => Print(GoalCheck.Lines(ResultFile.Read(result))));
            if (parsed.GetValue(markdown) is { } measured) return Report(() => Print(MarkdownTable.Lines(ResultFile.Read(measured))));
            if (parsed.GetValue(plot) is [var from, var to]) return Report(() => BarPlot.Save(ResultFile.Read(from), to));
            var options = new CompareOptions(
                parsed.GetValue(brokers), parsed.GetValue(messages), parsed.GetValue(size), parsed.GetValue(partitions), parsed.GetValue(rounds),
                parsed.GetValue(cases)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? defaultCases);
            return await CompareRun.RunAsync(parsed.GetValue(quick) ? options.Quickly() : options, parsed.GetValue(json), parsed.GetValue(file));
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int byDefault)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.Validators.Add(given =>
        {
            if (given.Tokens is not [var token] || !int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number)) return;     // told of elsewhere
            if (number < 1) given.AddError($"{name} must be at least 1, not {number}.");
        });
        return option;
    }

    private static Option<string[]> Two(string name, string values, string description) => new(name)
    {
        HelpName = values,
        Description = description,
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static int Report(Action report)
    {
        try
        {
            report();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines) Console.WriteLine(line);
    }
}
