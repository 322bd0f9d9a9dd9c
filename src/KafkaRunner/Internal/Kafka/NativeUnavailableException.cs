namespace KafkaRunner.Internal.Kafka;

/// <summary>librdkafka is loaded and works, but its own functions cannot be called on the clients that Confluent.Kafka makes.</summary>
internal sealed class NativeUnavailableException(string message, Exception? innerException = null) : PlatformNotSupportedException(message, innerException);
