using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the parts of one partition's worker share: which partition it is, the lock, how far its life has come, and what they ask the worker for.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal, and Stop may come late.")]
internal sealed class PartitionState(TopicPartition partition, string groupId, EngineRuntime runtime)
{
    private readonly TelemetryTags _tags = new(groupId, partition);
    private readonly CancellationTokenSource _cancel = new();

    public TopicPartition Partition { get; } = partition;

    /// <summary>Gets the lock that guards all that is known of the partition. It is never held while user code runs, and hardly while librdkafka does.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Gets the tags of its measurements.</summary>
    public ref readonly TelemetryTags Tags => ref _tags;

    /// <summary>Whether dispatch has begun.</summary>
    public volatile bool IsOpen;

    /// <summary>Whether nothing is read or begun for now.</summary>
    public volatile bool IsPaused;

    /// <summary>Whether nothing more is begun.</summary>
    public volatile bool IsStopping;

    /// <summary>Whether the partition is someone else's.</summary>
    public volatile bool IsGivenUp;

    /// <summary>Whether something went wrong here, not in user code.</summary>
    public volatile bool HasFailed;

    /// <summary>Gets a token that is cancelled when what is in work is asked to end.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Gets what has the worker look soon what there is to do.</summary>
    public required Action Signal { get; init; }

    /// <summary>Gets what has the worker look when something is due.</summary>
    public required Action ArmTimer { get; init; }

    /// <summary>Gets what has the worker begin nothing more.</summary>
    public required Action Stop { get; init; }

    /// <summary>Gets what has the worker look whether it is done. Not under the lock.</summary>
    public required Action EndIfQuiet { get; init; }

    /// <summary>Gets what ends the consumer, because of something that must not go wrong.</summary>
    public required Action<Exception> Fail { get; init; }

    /// <summary>Asks what is in work to end. What it has registered for that runs on the thread pool.</summary>
    public void Cancel(Action<Exception> failed) => runtime.Cancel(_cancel, failed);
}
