namespace KafkaRunner.Internal.Partitions;

/// <summary>What others may ask, from any thread.</summary>
internal sealed partial class PartitionWorker
{
    /// <summary>Gets how many messages or batches are in <c>Process</c>.</summary>
    public int InWork
    {
        get
        {
            lock (_lock) return _inWork;
        }
    }
}
