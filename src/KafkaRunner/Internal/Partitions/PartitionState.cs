using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the parts of one partition's worker share: which partition it is, the lock, how far its life has come, and what they ask the worker for.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal, and Stop may come late.")]
internal sealed class PartitionState(TopicPartition partition, string groupId)
{
    private readonly TelemetryTags _tags = new(groupId, partition);
    private readonly CancellationTokenSource _cancel = new();
    private volatile bool _isOpen;
    private volatile bool _isPaused;
    private volatile bool _isStopping;
    private volatile bool _isGivenUp;
    private volatile bool _hasFailed;

    public TopicPartition Partition { get; } = partition;

    /// <summary>Gets the lock that guards all that is known of the partition. It is never held while user code runs, and hardly while librdkafka does.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Gets the tags of its measurements.</summary>
    public ref readonly TelemetryTags Tags => ref _tags;

    /// <summary>Gets or sets whether dispatch has begun.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }

    /// <summary>Gets or sets whether nothing is read or begun for now.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    /// <summary>Gets or sets whether nothing more is begun.</summary>
    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }

    /// <summary>Gets or sets whether the partition is someone else's.</summary>
    public bool IsGivenUp
    {
        get => _isGivenUp;
        set => _isGivenUp = value;
    }

    /// <summary>Gets or sets whether something went wrong here, not in user code.</summary>
    public bool HasFailed
    {
        get => _hasFailed;
        set => _hasFailed = value;
    }

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
    public Task CancelAsync() => _cancel.CancelAsync();
}
