using System.Text.Encodings.Web;
using System.Text.Json;

namespace KafkaRunner.App.Tool;

/// <summary>What <c>kafkarunner list</c> writes: data, so to standard output.</summary>
internal static class ConsumerListing
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the consumers that can be hosted, as a table or, with <c>--json</c>, as an array.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">An argument is not <c>--json</c>.</exception>
    public static int Write(Terminal terminal, string program, IReadOnlyList<string> args, IReadOnlyList<OfferedConsumer> offered)
    {
        if (args.FirstOrDefault(arg => arg != "--json") is { } unknown)
        {
            throw new KafkaRunnerConfigurationException($"Command line: list knows only --json, not '{unknown}'.");
        }

        var consumers = offered.Where(consumer => !consumer.Type.IsAbstract).OrderBy(consumer => consumer.FullName, StringComparer.Ordinal).ToList();
        if (args.Count > 0)
        {
            var rows = consumers.Select(c => new { c.Name, c.FullName, c.Topics, c.GroupId, c.Problem });
            terminal.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(rows, Json));
        }
        else if (consumers.Count == 0)
        {
            terminal.Say(ConsumerList.None(program));
        }
        else
        {
            TwoColumns.Write(terminal.Out, [.. consumers.Select(c => (ConsumerList.ShownName(c, consumers), c.Description))], indent: 0);
        }

        return ExitCodes.Done;
    }
}
