using Spectre.Console;

namespace Blogs;

/// <summary>Where the sample writes: data to standard output, talk to standard error.</summary>
internal static class Screen
{
    public static IAnsiConsole Out { get; } = Open(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Open(Console.Error, Console.IsErrorRedirected);

    public static void Say(string text) => Error.MarkupLineInterpolated($"[green]=>[/] {text}");

    public static void Complain(string text) => Error.MarkupLineInterpolated($"[red]error:[/] {text}");

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = 10_000; // A plain line is never broken.
        return console;
    }
}
