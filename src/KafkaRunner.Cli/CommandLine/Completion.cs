using System.Globalization;
using KafkaRunner.App.Tool;

namespace KafkaRunner.Cli.CommandLine;

/// <summary>Shell completion: the scripts that ask the tool, and what they ask.</summary>
internal static class Completion
{
    public const string Verb = "completion";

    /// <summary>A question of .NET's own completion (dotnet-suggest): <c>[suggest:position]</c>, then the line.</summary>
    private const string Directive = "[suggest";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _kafkarunner() {
              local IFS=$'\n'
              COMPREPLY=($(kafkarunner "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null </dev/null))
            }
            complete -o default -F _kafkarunner kafkarunner
            """,
        ["zsh"] = """
            #compdef kafkarunner
            _kafkarunner() {
              local -a words_found
              words_found=("${(@f)$(kafkarunner "[suggest:${#BUFFER[1,CURSOR]}]" "$BUFFER" 2>/dev/null </dev/null)}")
              compadd -a words_found
            }
            compdef _kafkarunner kafkarunner
            """,
        ["fish"] = """
            complete -c kafkarunner -a '(kafkarunner "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null </dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName kafkarunner -ScriptBlock {
              param($word, $line, $position)
              kafkarunner "[suggest:$position]" "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    /// <summary>The shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = [.. Scripts.Keys];

    /// <summary>The script for the shell that <paramref name="args"/> name.</summary>
    /// <exception cref="MisuseException">They do not name one shell that is known.</exception>
    public static string Script(IReadOnlyList<string> args) => args is [var shell] && Scripts.TryGetValue(shell, out var script)
        ? script
        : throw new MisuseException($"completion needs the name of a shell: {string.Join(", ", Shells)}.");

    /// <summary>The words of a line up to the position, the last one to be completed; null where <paramref name="args"/> ask nothing.</summary>
    public static string[]? Question(IReadOnlyList<string> args)
    {
        if (args is not [var directive, var line, ..] || !directive.StartsWith(Directive, StringComparison.Ordinal)) return null;
        var number = directive[Directive.Length..].TrimStart(':').TrimEnd(']');
        var position = int.TryParse(number, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, line.Length) : line.Length;
        return [.. ShellLine.Words(line[..position]).Skip(1).DefaultIfEmpty("")];
    }

    /// <summary>What of the tool's own may complete <paramref name="word"/>.</summary>
    public static IEnumerable<string> OwnWords(string word, bool isFirst)
    {
        IEnumerable<string> verbs = isFirst ? ToolCommandLine.Verbs.Where(verb => verb != ToolVerb.Suggest) : [];
        var words = word.StartsWith('-') ? ToolOption.All.Select(option => option.Names[0]) : verbs;
        return words.Where(own => own.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }
}
