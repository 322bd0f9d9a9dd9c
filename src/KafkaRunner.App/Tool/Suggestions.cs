using KafkaRunner.App.CommandLine;

namespace KafkaRunner.App.Tool;

/// <summary>What may complete a word of the command line, one a line, for a shell.</summary>
internal static class Suggestions
{
    /// <summary>Writes the flags for a word that begins with a dash, else the consumers' names.</summary>
    public static int Write(Terminal terminal, string word, IReadOnlyList<OfferedConsumer> offered, IReadOnlyList<FlagHelp> flags)
    {
        var consumers = offered.Where(consumer => !consumer.Type.IsAbstract).ToList();
        var words = word.StartsWith('-')
            ? flags.SelectMany(flag => flag.Syntax.Split(' ', ',')).Where(part => part.StartsWith("--", StringComparison.Ordinal))
            : consumers.Select(consumer => ConsumerList.ShownName(consumer, consumers));
        foreach (var match in words.Where(match => match.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Distinct())
        {
            terminal.Out.Profile.Out.Writer.WriteLine(match);
        }

        return ExitCodes.Done;
    }
}
