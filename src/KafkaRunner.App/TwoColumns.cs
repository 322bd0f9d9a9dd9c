using Spectre.Console;

namespace KafkaRunner.App;

/// <summary>Rows of a term and what it means, aligned; the second column wraps on a terminal.</summary>
internal static class TwoColumns
{
    private const int Gap = 2;

    /// <summary>Writes <paramref name="rows"/>; where the output has no end of line, each row is one line.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<(string Term, string Meaning)> rows, int indent = 2)
    {
        var termWidth = rows.Select(row => row.Term.Length).DefaultIfEmpty(0).Max();
        var meaningWidth = Math.Max(20, console.Profile.Width - indent - termWidth - Gap - 1);
        foreach (var (term, meaning) in rows)
        {
            var head = $"{new string(' ', indent)}[bold]{term.EscapeMarkup()}[/]{new string(' ', termWidth - term.Length + Gap)}";
            foreach (var line in Wrap(meaning, meaningWidth))
            {
                console.MarkupLine((head + line.EscapeMarkup()).TrimEnd());
                head = new string(' ', indent + termWidth + Gap);
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var cut = text.LastIndexOf(' ', width);
            if (cut <= 0)
            {
                break;
            }

            yield return text[..cut];
            text = text[(cut + 1)..];
        }

        yield return text;
    }
}
