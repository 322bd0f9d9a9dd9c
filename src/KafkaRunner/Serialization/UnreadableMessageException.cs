namespace KafkaRunner.Serialization;

/// <summary>Tells the engine that a message cannot be read, apart from what user code throws.</summary>
internal sealed class UnreadableMessageException(string reason, Exception? innerException) : Exception(reason, innerException);
