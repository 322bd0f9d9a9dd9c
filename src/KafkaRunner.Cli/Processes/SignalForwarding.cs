using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaRunner.Cli.Processes;

/// <summary>
/// Passes the tool's signals on to a process while it runs, and leaves the tool alive to see how the process ends. It expects the process
/// before that is made, so that a signal during its start is not the tool's end. A terminal's Ctrl-C reaches both by itself; that the
/// process then has it twice does no harm, since a runner takes two within half a second for one.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGHUP, 1)];

    private static SignalForwarding? s_ofTool;

    private readonly Lock _gate = new();
    private readonly List<int> _waiting = [];
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action<int>? _alone;
    private Process? _process;
    private bool _isExpecting;

    /// <summary>Begins to take signals.</summary>
    /// <param name="alone">What one does while no process is there or expected.</param>
    private SignalForwarding(Action<int>? alone)
    {
        _alone = alone;
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

    /// <summary>Takes the tool's signals from its first statement on.</summary>
    /// <param name="alone">What one does while no process is there or expected: ends the tool.</param>
    public static SignalForwarding OfTool(Action<int> alone) => s_ofTool = new SignalForwarding(alone);

    /// <summary>Expects a process. <see cref="Leave"/> when it has ended.</summary>
    public static SignalForwarding ToNext()
    {
        var signals = s_ofTool ?? new SignalForwarding(alone: null);
        lock (signals._gate) signals._isExpecting = true;
        return signals;
    }

    /// <summary>Sends to <paramref name="process"/> what has come so far, and whatever comes.</summary>
    public void To(Process process)
    {
        lock (_gate)
        {
            _process = process;
            foreach (var number in _waiting) Send(process, number);
        }
    }

    /// <summary>The process has ended.</summary>
    /// <param name="isLast">Whether no other follows: signals do nothing any more, the end is near.</param>
    /// <returns>The first signal that came; null where none has.</returns>
    public int? Leave(bool isLast = false)
    {
        lock (_gate)
        {
            (_process, _isExpecting) = (null, isLast);
            if (_alone is null) Dispose();
            return First;
        }
    }

    /// <summary>What a signal does: it is passed on, or waits for a process.</summary>
    public void OnSignal(int number)
    {
        lock (_gate)
        {
            First ??= number;
            if (_process is not null) Send(_process, number);
            else if (_isExpecting || _alone is null) _waiting.Add(number);
            else _alone(number);
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
