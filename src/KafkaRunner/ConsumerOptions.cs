using System.ComponentModel.DataAnnotations;
using KafkaRunner.Configuration;

namespace KafkaRunner;

/// <summary>How one consumer is run.</summary>
/// <remarks>
/// Sources, weakest first: these defaults; the attributes on the class; <c>AddConsumer(options =&gt; …)</c>; configuration files
/// (section <c>KafkaRunner</c>); <c>KAFKARUNNER_*</c> variables; flags. In each of them a key under <c>Consumers:&lt;Name&gt;</c>
/// is for one consumer and stronger than the same key at the top. Read once, at start.
/// </remarks>
public sealed class ConsumerOptions
{
    /// <summary>The default of <see cref="Brokers"/>.</summary>
    public const string DefaultBrokers = "localhost:9092";

    /// <summary>The default of <see cref="ClientId"/>.</summary>
    public const string DefaultClientId = "kafkarunner";

    /// <summary>The default of <see cref="MaxConcurrency"/>.</summary>
    public const int DefaultMaxConcurrency = 32;

    /// <summary>The default of <see cref="MaxReadAhead"/>.</summary>
    public const int DefaultMaxReadAhead = 10_000;

    /// <summary>The default of <see cref="PrefetchMegabytes"/>.</summary>
    public const int DefaultPrefetchMegabytes = 256;

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 1_000;

    /// <summary>The default of <see cref="BatchWait"/>.</summary>
    public static readonly TimeSpan DefaultBatchWait = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="CommitInterval"/>.</summary>
    public static readonly TimeSpan DefaultCommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="RetryBackoff"/>.</summary>
    public static readonly TimeSpan DefaultRetryBackoff = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="MaxRetryBackoff"/>.</summary>
    public static readonly TimeSpan DefaultMaxRetryBackoff = TimeSpan.FromMinutes(1);

    /// <summary>The default of <see cref="DrainTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="ShutdownTimeout"/>.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The default of <see cref="CancellationGrace"/>.</summary>
    public static readonly TimeSpan DefaultCancellationGrace = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the brokers to ask first, as <c>host:port</c>, separated by commas.</summary>
    /// <value>The default is <c>localhost:9092</c>.</value>
    [Option("Brokers to ask first, host:port, separated by commas")]
    [Required]
    public string Brokers { get; set; } = DefaultBrokers;

    /// <summary>Gets or sets the name that the broker's logs and quotas know this client by.</summary>
    /// <value>The default is <c>kafkarunner</c>.</value>
    [Option("Name for the broker's logs and quotas")]
    [Required]
    public string ClientId { get; set; } = DefaultClientId;

    /// <summary>Gets or sets the consumer group's id.</summary>
    /// <value>Null, the default, derives it: <see cref="GroupIdPrefix"/>, then the class name in lower case with dashes.</value>
    [Option("Consumer group id; unless set: prefix + class name with dashes", OneConsumerOnly = true)]
    public string? GroupId { get; set; }

    /// <summary>Gets or sets what a derived group id starts with; an explicit <see cref="GroupId"/> is taken as it is.</summary>
    /// <value>The default is empty.</value>
    [Option("What derived group ids start with")]
    public string GroupIdPrefix { get; set; } = "";

    /// <summary>Gets or sets the topics to read instead of those that <see cref="SubscribesToAttribute"/> names, separated by commas.</summary>
    /// <value>Null, the default, means those of the attribute.</value>
    [Option("Topics to read instead of the class's own, separated by commas", OneConsumerOnly = true)]
    public string? Topics { get; set; }

    /// <summary>Gets or sets where the group starts in a partition for which it has no committed offset.</summary>
    /// <value>The default is <see cref="StartPosition.Earliest"/>.</value>
    [Option("Where to start without a committed offset")]
    public StartPosition StartPosition { get; set; } = StartPosition.Earliest;

    /// <summary>Gets or sets how long one instance of the consumer class lives.</summary>
    /// <value>The default is <see cref="ConsumerLifetime.Scoped"/>.</value>
    /// <remarks>A matter of the code: set by attribute or in code only.</remarks>
    public ConsumerLifetime Lifetime { get; set; } = ConsumerLifetime.Scoped;

    /// <summary>Gets or sets which messages of a partition keep their order, and which may be in work together.</summary>
    /// <value>The default is <see cref="Ordering.Partition"/>: one at a time.</value>
    [Option("What keeps its order: a partition's messages, a key's, or none")]
    public Ordering Ordering { get; set; } = Ordering.Partition;

    /// <summary>Gets or sets how many messages, or batches, may be in <c>Process</c> at once, over all partitions.</summary>
    /// <value>The default is 32. Between 1 and 100,000.</value>
    /// <remarks>
    /// Shared fairly: neither a partition nor a key with very many messages keeps the others from their turn. Under
    /// <see cref="Ordering.Partition"/> a partition has one in work at a time, so more than there are partitions changes nothing.
    /// </remarks>
    [Option("Messages, or batches, in work at once over all partitions")]
    [Range(1, 100_000)]
    public int MaxConcurrency { get; set; } = DefaultMaxConcurrency;

    /// <summary>Gets or sets how many unfinished messages of one partition, waiting or in work, are held at most.</summary>
    /// <value>The default is 10,000. Between 1 and 1,000,000.</value>
    /// <remarks>
    /// A partition that has so many is not read further until one of them finishes; other partitions go on. Finished messages
    /// beyond an unfinished one do not count here: they are bounded by the room that Kafka gives a commit (4,096 bytes).
    /// </remarks>
    [Option("Unfinished messages of one partition at most")]
    [Range(1, 1_000_000)]
    public int MaxReadAhead { get; set; } = DefaultMaxReadAhead;

    /// <summary>Gets or sets how much memory messages may take that were fetched and wait to be read, in MiB, over all partitions.</summary>
    /// <value>The default is 256. Between 1 and 65,536.</value>
    /// <remarks>
    /// Divided among the partitions of the subscribed topics, as if all were assigned to this process. A partition needs room for a
    /// fetch, so with very many partitions the sum may be larger.
    /// </remarks>
    [Option("Memory for fetched messages, in MiB")]
    [Range(1, 65_536)]
    public int PrefetchMegabytes { get; set; } = DefaultPrefetchMegabytes;

    /// <summary>Gets or sets the most messages in one batch.</summary>
    /// <value>The default is 1,000. Between 1 and 100,000. Only batch consumers read it.</value>
    [Option("Most messages in a batch")]
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Gets or sets how long a batch that is not full waits for more messages, from its first one on.</summary>
    /// <value>The default is 1 second. Between 0 and 5 minutes. Only batch consumers read it.</value>
    [Option("How long a batch that is not full waits")]
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan BatchWait { get; set; } = DefaultBatchWait;

    /// <summary>Gets or sets the time between two commits of what is finished.</summary>
    /// <value>The default is 1 second. Between 10 milliseconds and 1 hour.</value>
    /// <remarks>After a crash, what finished since the last commit is processed again. On revoke and on stop there is always a commit.</remarks>
    [Option("Time between two commits")]
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan CommitInterval { get; set; } = DefaultCommitInterval;

    /// <summary>Gets or sets after how many finished messages a commit is made without waiting for <see cref="CommitInterval"/>.</summary>
    /// <value>The default is 0: only time counts. Between 0 and 1,000,000,000, over all partitions.</value>
    [Option("Commit also after so many finished messages; 0: only by time")]
    [Range(0, 1_000_000_000)]
    public int CommitThreshold { get; set; }

    /// <summary>Gets or sets what makes a finished message's offset be committed.</summary>
    /// <value>The default is <see cref="CommitMode.Interval"/>.</value>
    [Option("What makes offsets be committed")]
    public CommitMode CommitMode { get; set; } = CommitMode.Interval;

    /// <summary>Gets or sets whether a message may be processed again, or may be lost, when the process dies.</summary>
    /// <value>The default is <see cref="DeliveryGuarantee.AtLeastOnce"/>.</value>
    [Option("What a crash may cost: a repetition, or a loss")]
    public DeliveryGuarantee DeliveryGuarantee { get; set; } = DeliveryGuarantee.AtLeastOnce;

    /// <summary>Gets or sets how messages are read from librdkafka.</summary>
    /// <value>The default is <see cref="MessageSource.Native"/>.</value>
    [Option("How messages are read from librdkafka")]
    public MessageSource MessageSource { get; set; } = MessageSource.Native;

    /// <summary>Gets or sets the pause before the second attempt at a message; it doubles with each further one.</summary>
    /// <value>The default is 1 second, less up to a quarter by chance. Between 1 millisecond and 1 day.</value>
    [Option("Pause before the second attempt; doubles with each further one")]
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryBackoff { get; set; } = DefaultRetryBackoff;

    /// <summary>Gets or sets the longest pause between two attempts at one message.</summary>
    /// <value>The default is 1 minute. Between 1 millisecond and 1 day, and not below <see cref="RetryBackoff"/>.</value>
    /// <remarks>Only the failing partition waits. Polling continues, so this may exceed <c>max.poll.interval.ms</c>.</remarks>
    [Option("Longest pause between two attempts")]
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxRetryBackoff { get; set; } = DefaultMaxRetryBackoff;

    /// <summary>Gets or sets how long a partition that is to be given up waits for its message in work.</summary>
    /// <value>The default is 10 seconds. Between 0 and 1 hour, and 4 seconds below <c>max.poll.interval.ms</c> (5 minutes unless set).</value>
    /// <remarks>What does not finish in that time is cancelled, and processed again by the partition's next owner.</remarks>
    [Option("How long a revoked partition waits for its message in work")]
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = DefaultDrainTimeout;

    /// <summary>Gets or sets how long a stop waits for messages in work before it asks them to cancel.</summary>
    /// <value>The default is 20 seconds. Between 0 and 1 day.</value>
    /// <remarks>Where the broker keeps the consumer's join until others have joined, the stop waits for that within this time, so that leaving is heard.</remarks>
    [Option("How long a stop waits for messages in work, and for a join that is under way")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = DefaultShutdownTimeout;

    /// <summary>Gets or sets how long a stop then waits for messages that were asked to cancel, before it ends by force.</summary>
    /// <value>The default is 5 seconds. Between 0 and 1 day.</value>
    [Option("How long a stop then waits after asking them to cancel")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CancellationGrace { get; set; } = DefaultCancellationGrace;

    /// <summary>Gets librdkafka properties by their own names, like <c>security.protocol</c>; file section <c>Kafka</c>.</summary>
    /// <value>Empty by default. What KafkaRunner must own itself is refused at start, with the reason.</value>
    public IDictionary<string, string> Kafka { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
