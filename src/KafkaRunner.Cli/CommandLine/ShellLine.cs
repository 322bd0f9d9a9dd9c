using System.Text;

namespace KafkaRunner.Cli.CommandLine;

/// <summary>Divides a line as a shell does: blanks part words, but not between quotes or behind a backslash.</summary>
internal static class ShellLine
{
    /// <summary>The words of <paramref name="text"/>; the last one is the one that is being written, and empty behind a blank.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, quote) = (false, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord) words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }

            isWord = true;
            if (c == quote) quote = '\0';
            else if (quote == '\0' && c is ('"' or '\'')) quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length && IsEscaped(text[i + 1])) word.Append(text[++i]);
            else word.Append(c);
        }

        return [.. words, word.ToString()];
    }

    // No other character: C:\work is written like that.
    private static bool IsEscaped(char c) => c is ' ' or '"' or '\'' or '\\';
}
