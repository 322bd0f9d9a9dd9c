using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Internal.Threads;

/// <summary>A thread on which asynchronous code of ours goes on after each wait, as long as it does not leave it on purpose.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class OpeningThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

    public OpeningThread() => new Thread(Run) { Name = "kafkarunner opening", IsBackground = true }.Start();

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    public override SynchronizationContext CreateCopy() => this;

    private void Run()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in _posted.GetConsumingEnumerable()) callback(state);
    }
}
