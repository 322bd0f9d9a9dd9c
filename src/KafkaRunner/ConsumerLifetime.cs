namespace KafkaRunner;

/// <summary>How long one instance of a consumer class lives.</summary>
public enum ConsumerLifetime
{
    /// <summary>
    /// A new instance, in a dependency-injection scope of its own, for each attempt at a message or batch, like a controller.
    /// Where nothing that the constructor needs is scoped or disposable the scope itself is left out, which no one can notice.
    /// </summary>
    Scoped,

    /// <summary>
    /// One instance for the whole process, called by many threads at once, one partition each. It must not need scoped services.
    /// </summary>
    Singleton,
}
