using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What others may ask, from any thread.</summary>
internal sealed partial class PartitionWorker
{
    /// <summary>Gets what is known of the partition's offsets. Only where nothing is read or in work: the worker's lock guards it.</summary>
    public OffsetTracker Offsets => _offsets;

    /// <summary>Gets how many messages or batches are in <c>Process</c>.</summary>
    public int InWork
    {
        get
        {
            lock (_lock) return _inWork;
        }
    }
}
