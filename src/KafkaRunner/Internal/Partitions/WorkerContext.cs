using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the workers of one consumer share.</summary>
/// <param name="Consumer">The consumer that they work for.</param>
/// <param name="Processor">Makes the attempts.</param>
/// <param name="Permits">Bound what is in work at once.</param>
/// <param name="CommitSignal">Has what is finished committed soon.</param>
/// <param name="CarriesMetadata">Whether commits can say what is finished beyond their offset.</param>
/// <param name="Telemetry">Where they count.</param>
/// <param name="Runtime">What they run on.</param>
/// <param name="Logger">Where they tell.</param>
/// <param name="Fail">Ends the consumer for good. Any thread.</param>
internal sealed record WorkerContext(
    ConsumerDefinition Consumer,
    MessageProcessor Processor,
    Permits Permits,
    CommitSignal CommitSignal,
    bool CarriesMetadata,
    Telemetry Telemetry,
    EngineRuntime Runtime,
    ILogger Logger,
    Action<Exception> Fail)
{
    private const long LeastHeldBytes = 1 << 20;

    private long _maxHeldBytes = LeastHeldBytes;
    private int _areTopicsInDoubt;
    private int _isBlockingNamed;

    /// <summary>Gets the clock of pauses and waits.</summary>
    public TimeProvider Time => Runtime.Time;

    /// <summary>Gets which messages wait for each other. Where no map is carried, only what is finished in a row can be committed before it begins.</summary>
    public Ordering Ordering { get; } =
        Consumer.Options.DeliveryGuarantee == DeliveryGuarantee.AtMostOnce && !CarriesMetadata ? Ordering.Partition : Consumer.Options.Ordering;

    /// <summary>Gets where is told what is told under a partition's lock, or on a thread that serves all partitions.</summary>
    public ILogger Aside { get; } = new AsideLogger(QuietLogger.Of(Logger), Runtime);

    /// <summary>Gets how long commits' metadata may be.</summary>
    public MetadataLimit Metadata { get; } = new(CarriesMetadata);

    /// <summary>Gets what makes a tracker for each partition.</summary>
    public Func<OffsetTracker> MakeTracker { get; init; } = () => new OffsetTracker();

    /// <summary>Gets how many bytes of unfinished messages a partition holds before it is read no further.</summary>
    public long MaxHeldBytes => Volatile.Read(ref _maxHeldBytes);

    /// <summary>A log went back: its topic may be another one. Any thread.</summary>
    public void DoubtTopics()
    {
        Volatile.Write(ref _areTopicsInDoubt, 1);
        CommitSignal.Set();      // wakes the poll thread
    }

    /// <summary>Gets whether a log went back since this was last asked.</summary>
    public bool TakeDoubt() => Interlocked.Exchange(ref _areTopicsInDoubt, 0) != 0;

    /// <summary>Gets what becomes of a message that does not end in time, as the end of a sentence.</summary>
    public string Consequence => Consumer.Options.DeliveryGuarantee == DeliveryGuarantee.AtMostOnce
        ? "it is not processed again, because delivery is at most once"
        : "it will be processed again";

    /// <summary>Gets a time after another one, both as timestamps of <see cref="Time"/>.</summary>
    public long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Gets whether nobody has told yet of a handler that holds its thread; then the caller is to.</summary>
    public bool TryNameBlocking() => Interlocked.Exchange(ref _isBlockingNamed, 1) == 0;

    /// <summary>Divides what may be held among the partitions.</summary>
    public void ShareHeldBytes(int partitions) =>
        Volatile.Write(ref _maxHeldBytes, Math.Max(LeastHeldBytes, ((long)Consumer.Options.PrefetchMegabytes << 20) / Math.Max(1, partitions)));
}
