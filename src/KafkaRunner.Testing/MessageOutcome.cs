using System.Runtime.ExceptionServices;

namespace KafkaRunner.Testing;

/// <summary>What came of one attempt at one message.</summary>
public sealed class MessageOutcome
{
    internal MessageOutcome(TestMessage message, TopicPartition partition, long offset, MessageState state, Exception? exception) =>
        (Message, TopicPartition, Offset, State, Exception) = (message, partition, offset, state, exception);

    /// <summary>Gets the message as it was given.</summary>
    public TestMessage Message { get; }

    /// <summary>Gets the partition that the consumer was told.</summary>
    public TopicPartition TopicPartition { get; }

    /// <summary>Gets the offset that the consumer was told.</summary>
    public long Offset { get; }

    /// <summary>Gets what came of the message.</summary>
    public MessageState State { get; }

    /// <summary>Gets whether the consumer has processed the message.</summary>
    public bool IsProcessed => State == MessageState.Processed;

    /// <summary>Gets why the message was not processed; of a batch, every message has the batch's exception.</summary>
    /// <value>Null where it was processed, or not reached.</value>
    public Exception? Exception { get; }

    /// <summary>Throws what kept the message from being processed, as it was thrown; does nothing where it was processed.</summary>
    /// <returns>This outcome.</returns>
    /// <exception cref="InvalidOperationException">The message was not reached, or its value cannot be read.</exception>
    public MessageOutcome EnsureProcessed()
    {
        if (State is MessageState.Failed or MessageState.Cancelled) ExceptionDispatchInfo.Throw(Exception!);
        return IsProcessed ? this : throw new InvalidOperationException(ToString(), Exception);
    }

    /// <summary>Gets place and state, like <c>orders[3] at 42: Failed: no such customer</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{TopicPartition} at {Offset}: {State}{(Exception is null ? "" : $": {Exception.Message}")}";
}
