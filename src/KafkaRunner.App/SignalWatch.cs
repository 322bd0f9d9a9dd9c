using System.Runtime.InteropServices;

namespace KafkaRunner.App;

/// <summary>Takes SIGINT, SIGTERM, SIGQUIT and SIGHUP for one after the other who knows what they mean now.</summary>
internal sealed class SignalWatch : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private volatile Action _onSignal;

    /// <summary>Begins to take them.</summary>
    /// <param name="onSignal">What one does. Called on a thread of its own, also while an earlier call has not returned.</param>
    public SignalWatch(Action onSignal)
    {
        _onSignal = onSignal;
        foreach (var signal in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _onSignal();
            }));
        }
    }

    /// <summary>Takes them from a program's first statement on: until a host starts there is nothing to stop, and one ends the process.</summary>
    public static SignalWatch BeforeHost(ProcessExit exit) => new(() => exit.With(ExitCodes.Done));

    /// <summary>From now on a signal does something else.</summary>
    public void HandTo(Action onSignal) => _onSignal = onSignal;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
