namespace KafkaRunner;

/// <summary>What is being processed in one attempt, for an <see cref="IConsumerMiddleware"/>.</summary>
public sealed class ProcessContext
{
    internal ProcessContext(Type consumerType, string groupId, MessageBatch messages, IServiceProvider services)
    {
        ConsumerType = consumerType;
        GroupId = groupId;
        Messages = messages;
        Services = services;
    }

    /// <summary>Gets the consumer's class.</summary>
    public Type ConsumerType { get; }

    /// <summary>Gets the consumer group's id.</summary>
    public string GroupId { get; }

    /// <summary>Gets the messages, raw: one, or all of a batch. Valid until the attempt is over.</summary>
    public MessageBatch Messages { get; }

    /// <summary>Gets the services of the attempt's scope, those that the consumer gets.</summary>
    public IServiceProvider Services { get; }
}
