using KafkaRunner.Internal.Kafka;
using KafkaRunner.Serialization;

namespace KafkaRunner.Internal.Processing;

/// <summary>Reads values by a deserializer and says so when one cannot be read.</summary>
internal sealed class ValueReader<T>(IMessageDeserializer<T> deserializer)
{
    public T Read(MessageSlot slot)
    {
        T? value;
        try
        {
            value = deserializer.Deserialize(slot.Value, new Message(slot));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new UnreadableMessageException(exception.Message, exception);
        }

        return value is null ? throw new UnreadableMessageException("Its bytes hold null, which is no value.", null) : value;
    }
}
