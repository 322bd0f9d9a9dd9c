using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Turns SIGINT, SIGTERM, SIGQUIT and SIGHUP into a clean stop, and a second one into an end at once.</summary>
internal sealed class SignalLifetime(
    IHostApplicationLifetime application, ForcedEnd forcedEnd, Terminal terminal, TimeProvider time, SignalWatch? signals = null) : IHostLifetime, IDisposable
{
    /// <summary>
    /// Signals this close to the first are the same request: a supervisor often signals the whole process group, and a parent
    /// like <c>dotnet run</c> passes its own on.
    /// </summary>
    public static readonly TimeSpan SameRequest = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private SignalWatch? _own;      // where nobody has taken the signals before
    private long? _firstSignal;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (signals is null) _own = new SignalWatch(OnSignal);
        else signals.HandTo(OnSignal);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What a signal does. Called on a thread of its own, also while an earlier call has not returned.</summary>
    public void OnSignal()
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _firstSignal is null;
            _firstSignal ??= time.GetTimestamp();
            if (!isFirst && time.GetElapsedTime(_firstSignal.Value) < SameRequest)
            {
                return;
            }
        }

        if (isFirst)
        {
            terminal.Say("Stopping… (again to stop at once)");
            application.StopApplication();
        }
        else
        {
            terminal.Say("Stopping at once");
            forcedEnd.Now();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        signals?.HandTo(static () => { });      // the end is near, with the exit code that it has
    }
}
