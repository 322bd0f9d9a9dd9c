using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Simulation.Kernel;

/// <summary>What a thread waits for before it goes on: only one thread of a world has it.</summary>
/// <remarks>An event of the system, not a monitor: whoever is woken by one has yet to wait for its lock, and threads hand a baton on thousands of times a second.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A thread may wait for it for ever, and nobody knows when the last one is gone.")]
internal sealed class Baton
{
    private readonly AutoResetEvent _here = new(initialState: false);

    /// <summary>Hands it to the thread that waits for it here, now or later.</summary>
    public void Give() => _here.Set();

    /// <summary>Waits until it is given.</summary>
    public void Await() => _here.WaitOne();

    /// <summary>Waits until it is given, up to a time of the real clock.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryAwait(TimeSpan timeout) => _here.WaitOne(timeout);
}
