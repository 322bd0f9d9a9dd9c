using System.Collections.Concurrent;

namespace KafkaRunner.Internal.Threads;

/// <summary>
/// A thread for what others may hold up: log providers, listeners to metrics. Whoever holds a partition's lock, or serves all partitions, has it told
/// here, in order, and does not wait for it.
/// </summary>
internal sealed class TellingThread
{
    private readonly BlockingCollection<Action> _told = [];

    public TellingThread() => new Thread(Run) { Name = "kafkarunner telling", IsBackground = true }.Start();

    /// <summary>Has something told. It must not throw.</summary>
    public void Tell(Action tell) => _told.Add(tell);

    /// <summary>Waits, up to a time, until all is told that was to be until now.</summary>
    public void Drain(TimeSpan timeout)
    {
        var drained = new TaskCompletionSource();
        _told.Add(drained.SetResult);
        drained.Task.Wait(timeout);
    }

    private void Run()
    {
        foreach (var tell in _told.GetConsumingEnumerable()) tell();
    }
}
