using Spectre.Console;

namespace KafkaRunner.App;

/// <summary>The two places to write to: data goes to <see cref="Out"/>, talk to <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    /// <summary>Wide enough that a plain line is never broken.</summary>
    private const int PlainWidth = 10_000;

    /// <summary>Writes to <paramref name="output"/> and <paramref name="error"/>; plain lines to what is not a terminal.</summary>
    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false)
    {
        Out = Open(output, outputIsTerminal);
        Error = Open(error, errorIsTerminal);
        ErrorHasColors = Error.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
    }

    /// <summary>Where data goes: what was asked for.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Where talk goes: progress and problems.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether talk, and so the log, may be coloured: a terminal, and <c>NO_COLOR</c> is not set.</summary>
    public bool ErrorHasColors { get; }

    /// <summary>The process's own standard output and standard error.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Says where things stand, as Racecar does: <c>=&gt; Starting BlogConsumer…</c></summary>
    public void Say(string text) => Talk($"[green]=>[/] {text.EscapeMarkup()}");

    /// <summary>Says what went wrong.</summary>
    public void Complain(string text) => Talk($"[red]error:[/] {text.EscapeMarkup()}");

    /// <summary>Where the terminal is gone, which SIGHUP tells, there is nobody to talk to, and the stop goes on.</summary>
    private void Talk(string markup)
    {
        try
        {
            Error.MarkupLine(markup);
        }
        catch (IOException)
        {
            // Nobody listens.
        }
    }

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
