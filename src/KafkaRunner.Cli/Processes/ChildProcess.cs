using System.ComponentModel;
using System.Diagnostics;

namespace KafkaRunner.Cli.Processes;

/// <summary>Runs a process in the tool's stead: it gets the tool's signals, and its exit code is the tool's.</summary>
internal static class ChildProcess
{
    /// <summary>Runs to the end, on the tool's own input and outputs.</summary>
    /// <returns>The exit code, 128 and the signal's number where one ended it; and the first signal that came meanwhile.</returns>
    public static (int ExitCode, int? Signal) Run(ProcessStartInfo start)
    {
        var signals = SignalForwarding.ToNext();
        using var process = Start(start, signals);
        process.WaitForExit();
        return (process.ExitCode, signals.Leave(isLast: true));
    }

    /// <summary>Runs to the end, and returns what it wrote where the start redirects it.</summary>
    /// <exception cref="StoppedException">A signal came meanwhile: some programs end with 0 then, without an answer.</exception>
    public static (int ExitCode, string Output, string Errors) Capture(ProcessStartInfo start)
    {
        var signals = SignalForwarding.ToNext();
        using var process = Start(start, signals);
        var errors = start.RedirectStandardError ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
        var output = start.RedirectStandardOutput ? process.StandardOutput.ReadToEnd() : "";
        process.WaitForExit();
        if (signals.Leave() is { } signal) throw new StoppedException(signal);
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static Process Start(ProcessStartInfo start, SignalForwarding signals)
    {
        try
        {
            var process = Process.Start(start)!;
            signals.To(process);
            return process;
        }
        catch (Win32Exception e)
        {
            signals.Leave();
            throw new MisuseException($"{start.FileName} cannot be started ({e.Message}): put the .NET SDK on the PATH.", e);
        }
    }
}
