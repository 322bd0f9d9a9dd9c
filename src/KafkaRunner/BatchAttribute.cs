namespace KafkaRunner;

/// <summary>How large a batch may become, and how long it may wait for that.</summary>
/// <remarks>Only for <see cref="BatchConsumer"/> and <see cref="BatchConsumer{T}"/>; elsewhere it is an error at start.</remarks>
/// <example><code>[Batch(Size = 500, Wait = "00:00:00.250")]</code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BatchAttribute : Attribute
{
    internal int? SizeOrNull { get; private set; }

    /// <summary>Gets or sets the most messages in one batch.</summary>
    /// <value>The default is <see cref="ConsumerOptions.DefaultBatchSize"/>. Between 1 and 100,000.</value>
    public int Size
    {
        get => SizeOrNull ?? ConsumerOptions.DefaultBatchSize;
        set => SizeOrNull = value;
    }

    /// <summary>Gets or sets how long a batch that is not full waits for more messages, from its first one on.</summary>
    /// <value>
    /// A duration like <c>00:00:01</c>, checked at start. Null, the default, means 1 second. Between 0 and 5 minutes;
    /// a full batch never waits.
    /// </value>
    public string? Wait { get; set; }
}
