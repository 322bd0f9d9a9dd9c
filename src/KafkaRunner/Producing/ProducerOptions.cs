using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using KafkaRunner.Configuration;

namespace KafkaRunner;

/// <summary>How <see cref="IKafkaProducer"/> works. Names are DeliveryBoy's where it had the same.</summary>
/// <remarks>
/// Beside these, the producer waits for all in-sync replicas (<c>acks=all</c>), writes no message twice by its own retries
/// (<c>enable.idempotence=true</c>) and chooses partitions as Racecar and DeliveryBoy do (<c>partitioner=consistent_random</c>):
/// say otherwise under <see cref="Kafka"/>. Read once, at start.
/// </remarks>
public sealed class ProducerOptions
{
    /// <summary>The default of <see cref="DeliveryThreshold"/>.</summary>
    public const int DefaultDeliveryThreshold = 10_000;

    /// <summary>The default of <see cref="MaxRetries"/>.</summary>
    public const int DefaultMaxRetries = int.MaxValue;

    /// <summary>The default of <see cref="DeliveryInterval"/>.</summary>
    public static readonly TimeSpan DefaultDeliveryInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>The default of <see cref="DeliveryTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDeliveryTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="BufferTimeout"/>.</summary>
    public static readonly TimeSpan DefaultBufferTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="FlushTimeout"/>.</summary>
    public static readonly TimeSpan DefaultFlushTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the brokers to ask first, as <c>host:port</c>, separated by commas.</summary>
    /// <value>The default is <c>localhost:9092</c>.</value>
    [Option("Brokers to ask first, host:port, separated by commas")]
    [Required]
    public string Brokers { get; set; } = ConsumerOptions.DefaultBrokers;

    /// <summary>Gets or sets the name that the broker's logs and quotas know this client by.</summary>
    /// <value>The default is <c>kafkarunner</c>.</value>
    [Option("Name for the broker's logs and quotas")]
    [Required]
    public string ClientId { get; set; } = ConsumerOptions.DefaultClientId;

    /// <summary>Gets or sets how long a message waits for others to be sent with it (<c>linger.ms</c>).</summary>
    /// <value>The default is 5 milliseconds. Between 0 and 15 minutes, in whole milliseconds, and below <see cref="DeliveryTimeout"/>.</value>
    /// <remarks>
    /// DeliveryBoy's default is 10 seconds, for its background thread only. Here an awaited delivery waits for the interval too, so
    /// it is short; a flush does not wait for it.
    /// </remarks>
    [Option("How long a message waits for others to be sent with it")]
    [Range(typeof(TimeSpan), "00:00:00", "00:15:00")]
    public TimeSpan DeliveryInterval { get; set; } = DefaultDeliveryInterval;

    /// <summary>Gets or sets how many messages of one partition are sent without waiting any longer, and at most together (<c>batch.num.messages</c>).</summary>
    /// <value>The default is 10,000. Between 1 and 1,000,000. A batch is also limited to 1,000,000 bytes (<c>batch.size</c>).</value>
    [Option("Messages of a partition that are sent without waiting any longer")]
    [Range(1, 1_000_000)]
    public int DeliveryThreshold { get; set; } = DefaultDeliveryThreshold;

    /// <summary>Gets or sets how often sending a message is tried again (<c>message.send.max.retries</c>).</summary>
    /// <value>The default is 2,147,483,647: as often as fits into <see cref="DeliveryTimeout"/>. From 0.</value>
    /// <remarks>0 turns <c>enable.idempotence</c> off, which needs a retry to do its work.</remarks>
    [Option("How often sending is tried again, within the delivery timeout")]
    [Range(0, int.MaxValue)]
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>Gets or sets how long a message may take from being accepted to its acknowledgement, retries included (<c>message.timeout.ms</c>).</summary>
    /// <value>The default is 5 minutes, as in Racecar. Between 10 milliseconds and 20 days, in whole milliseconds.</value>
    [Option("How long a delivery may take, retries included")]
    [Range(typeof(TimeSpan), "00:00:00.010", "20.00:00:00")]
    public TimeSpan DeliveryTimeout { get; set; } = DefaultDeliveryTimeout;

    /// <summary>Gets or sets how long a message waits for room while the buffer is full, before it is refused.</summary>
    /// <value>The default is 10 seconds. Between 0, which refuses at once as DeliveryBoy does, and 1 day.</value>
    /// <remarks>The buffer holds 100,000 messages (<c>queue.buffering.max.messages</c>) and 1 GiB (<c>queue.buffering.max.kbytes</c>).</remarks>
    [Option("How long a message waits for room in a full buffer")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BufferTimeout { get; set; } = DefaultBufferTimeout;

    /// <summary>Gets or sets how long the end of the host waits for messages that are not delivered yet.</summary>
    /// <value>The default is 10 seconds. Between 0 and 1 day.</value>
    /// <remarks>What remains then fails, is counted and logged. The host's own <c>ShutdownTimeout</c> must leave room for it.</remarks>
    [Option("How long a stop waits for messages not delivered yet")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FlushTimeout { get; set; } = DefaultFlushTimeout;

    /// <summary>Gets librdkafka properties by their own names, like <c>compression.type</c>; file section <c>Kafka</c>.</summary>
    /// <value>Empty by default. They win over what KafkaRunner sets; what has an option above is refused at start, with its name.</value>
    public IDictionary<string, string> Kafka { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets how values that are neither bytes nor text become JSON.</summary>
    /// <value>Null, the default, for <see cref="JsonSerializerOptions.Web"/>: names in camel case. A matter of the code: set there only.</value>
    public JsonSerializerOptions? JsonOptions { get; set; }
}
