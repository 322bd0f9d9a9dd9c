using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaRunner.Cli.Processes;

/// <summary>
/// Passes the tool's signals on to a process while it runs, and leaves the tool alive to see how the process ends. It is made before the
/// process, so that a signal during its start is not the tool's end. A terminal's Ctrl-C reaches both by itself; that the process then
/// has it twice does no harm, since a runner takes two within half a second for one.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGHUP, 1)];

    private readonly Lock _gate = new();
    private readonly List<int> _waiting = [];
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Process? _process;

    /// <summary>Begins to take signals.</summary>
    public SignalForwarding()
    {
        foreach (var (signal, number) in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                OnSignal(number);
            }));
        }
    }

    /// <summary>The number of the first signal; null where none has come.</summary>
    public int? First { get; private set; }

    /// <summary>Sends to <paramref name="process"/> what has come so far, and whatever comes.</summary>
    public void To(Process process)
    {
        lock (_gate)
        {
            _process = process;
            foreach (var number in _waiting) Send(process, number);
        }
    }

    /// <summary>What a signal does: it is passed on, or waits for a process.</summary>
    public void OnSignal(int number)
    {
        lock (_gate)
        {
            First ??= number;
            if (_process is null) _waiting.Add(number);
            else Send(_process, number);
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Does nothing on Windows, where a console's events reach all its processes.</summary>
    private static void Send(Process process, int number)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited) _ = Kill(process.Id, number);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
