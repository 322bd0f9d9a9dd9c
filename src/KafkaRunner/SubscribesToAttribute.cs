namespace KafkaRunner;

/// <summary>Names the topics whose messages a consumer class gets.</summary>
/// <remarks>
/// The attribute belongs on the class itself: it is not inherited, so that a base class never subscribes in silence.
/// All topics of a class share one client and one consumer group.
/// </remarks>
/// <example><code>[SubscribesTo("blog_events")]</code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SubscribesToAttribute : Attribute
{
    /// <summary>Subscribes the class to <paramref name="topics"/>.</summary>
    /// <param name="topics">One or more topic names. An empty list or an empty name is an error at start.</param>
    public SubscribesToAttribute(params string[] topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        Topics = topics;
    }

    /// <summary>Gets the topics, in the order written.</summary>
    public IReadOnlyList<string> Topics { get; }
}
