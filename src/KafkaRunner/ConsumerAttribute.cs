namespace KafkaRunner;

/// <summary>What the author of a consumer class thinks it needs; whoever runs it has the last word.</summary>
/// <remarks>
/// Stronger than the defaults, weaker than <c>AddConsumer(options =&gt; …)</c>, files, environment and flags.
/// A property that is left alone says nothing.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConsumerAttribute : Attribute
{
    internal int? MaxConcurrencyOrNull { get; private set; }

    internal Ordering? OrderingOrNull { get; private set; }

    internal ConsumerLifetime? LifetimeOrNull { get; private set; }

    /// <summary>Gets or sets the consumer group's id.</summary>
    /// <value>Null, the default, derives it from the class name: <c>BlogConsumer</c> → <c>blog-consumer</c>.</value>
    public string? Group { get; set; }

    /// <summary>Gets or sets which messages of a partition keep their order.</summary>
    /// <value>The default is <see cref="Ordering.Partition"/>.</value>
    public Ordering Ordering
    {
        get => OrderingOrNull ?? Ordering.Partition;
        set => OrderingOrNull = value;
    }

    /// <summary>Gets or sets how many messages, or batches, may be in <c>Process</c> at once.</summary>
    /// <value>The default is <see cref="ConsumerOptions.DefaultMaxConcurrency"/>. Between 1 and 100,000.</value>
    public int MaxConcurrency
    {
        get => MaxConcurrencyOrNull ?? ConsumerOptions.DefaultMaxConcurrency;
        set => MaxConcurrencyOrNull = value;
    }

    /// <summary>Gets or sets how long one instance of the class lives.</summary>
    /// <value>The default is <see cref="ConsumerLifetime.Scoped"/>.</value>
    public ConsumerLifetime Lifetime
    {
        get => LifetimeOrNull ?? ConsumerLifetime.Scoped;
        set => LifetimeOrNull = value;
    }
}
