using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaRunner.Cli.Processes;

/// <summary>
/// Passes the tool's signals on to a process while it runs, and leaves the tool alive to see how the process ends. A terminal's Ctrl-C
/// reaches both by itself; that the process then has it twice does no harm, since a runner takes two within half a second for one.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGHUP, 1)];

    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Forwards to <paramref name="process"/>. On Windows, where a console's events reach all its processes, it only stays alive.</summary>
    public SignalForwarding(Process process)
    {
        foreach (var (signal, number) in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (!OperatingSystem.IsWindows() && !process.HasExited) _ = Kill(process.Id, number);
            }));
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
