namespace KafkaRunner;

/// <summary>Reads the value of a message. Register one in dependency injection, as a singleton, to replace JSON for a type.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Called by many threads at once.</remarks>
public interface IMessageDeserializer<T>
{
    /// <summary>Reads a value. Tombstones do not come here.</summary>
    /// <param name="value">The message's bytes, borrowed: copy what you keep.</param>
    /// <param name="message">The message itself, for its topic and headers.</param>
    /// <returns>The value. Null means that the bytes hold none, which counts as unreadable.</returns>
    /// <exception cref="Exception">
    /// Any exception means that the message cannot be read: it is not tried again, and its partition is held at it.
    /// </exception>
    T? Deserialize(ReadOnlySpan<byte> value, Message message);
}
