using System.Collections.Concurrent;

namespace KafkaRunner.Tests.Engine;

/// <summary>Writes down what it is told, and waits or throws where a test wants that.</summary>
internal sealed class RecordingListener : IPartitionListener
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();

    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> Done { get; } = new();

    public ConcurrentQueue<string> Cancelled { get; } = new();

    /// <summary>Gets or sets what is written down of an event.</summary>
    public Func<string, string> Observe { get; set; } = what => what;

    /// <summary>Gets or sets the kind of event at which it throws.</summary>
    public string? Throws { get; set; }

    /// <summary>Gets or sets whether it stops waiting when it is asked to.</summary>
    public bool Obedient { get; set; }

    /// <summary>Gets or sets whether what it registers for cancellation throws.</summary>
    public bool CancellationThrows { get; set; }

    /// <summary>Gets or sets what it blocks its thread for.</summary>
    public ManualResetEventSlim? Blocks { get; set; }

    /// <summary>Has it wait in events of a kind until the result is set.</summary>
    public TaskCompletionSource Hold(string kind) => _held[kind] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken) => TellAsync("assigned", context, cancellationToken);

    public Task RevokingAsync(PartitionContext context, CancellationToken cancellationToken) => TellAsync("revoking", context, cancellationToken);

    public Task LostAsync(PartitionContext context, CancellationToken cancellationToken) => TellAsync("lost", context, cancellationToken);

    private async Task TellAsync(string kind, PartitionContext context, CancellationToken cancellationToken)
    {
        var what = Observe($"{kind} {string.Join(", ", context.Partitions)}");
        Told.Enqueue(what);
        using var registration = cancellationToken.Register(() =>
        {
            Cancelled.Enqueue(kind);
            if (CancellationThrows) throw new InvalidOperationException($"the cancellation of {kind} throws");
        });
        Blocks?.Wait(CancellationToken.None);
        if (Throws == kind) throw new InvalidOperationException($"{kind} throws");
        if (_held.TryGetValue(kind, out var held)) await held.Task.WaitAsync(Obedient ? cancellationToken : CancellationToken.None);
        Done.Enqueue(what);
    }
}
