using System.Collections.Concurrent;

namespace KafkaRunner.Tests.Engine;

/// <summary>What consumers under test have seen, and the gate that holds them where a test wants them held.</summary>
internal sealed class Seen
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Finished { get; } = new();

    public ConcurrentQueue<string> Begun { get; } = new();

    public ConcurrentQueue<Message> Leaked { get; } = new();

    /// <summary>Gets or sets whether an attempt at a value fails.</summary>
    public Func<string, int, bool> Fails { get; set; } = (_, _) => false;

    /// <summary>Gets or sets whether a value waits for <see cref="Open"/>.</summary>
    public Func<string, bool> Waits { get; set; } = _ => false;

    /// <summary>Gets or sets whether a waiting value gives up when it is asked to.</summary>
    public bool Obedient { get; set; } = true;

    /// <summary>Gets or sets what is done with a value besides, before it is finished.</summary>
    public Func<string, Task> Does { get; set; } = _ => Task.CompletedTask;

    /// <summary>Gets or sets whether a value's consumer asks for a commit; only <see cref="KeyedConsumer"/>s do.</summary>
    public Func<string, int, bool> AsksForCommit { get; set; } = (_, _) => false;

    /// <summary>Gets or sets whether a value of a batch is marked processed; only by <see cref="KeyedBatchConsumer"/>.</summary>
    public Func<string, bool> Marks { get; set; } = _ => false;

    public void Open() => _gate.TrySetResult();

    public async Task Process(string value, int attempt, CancellationToken cancellationToken)
    {
        Begun.Enqueue(value);
        if (Waits(value)) await _gate.Task.WaitAsync(Obedient ? cancellationToken : CancellationToken.None);
        if (Fails(value, attempt)) throw new InvalidOperationException($"{value} fails at attempt {attempt}");
        await Does(value);
        Finished.Enqueue(value);
    }
}
