namespace KafkaRunner.Internal.Partitions;

/// <summary>A partition's messages that are used again and again, and how many bytes are held in those that are in hand. The partition's lock guards it.</summary>
internal sealed class MessagePool(TopicPartition partition)
{
    private PendingMessage? _first;

    /// <summary>Gets how many bytes of keys and values are held by messages that are not finished.</summary>
    public long HeldBytes { get; private set; }

    public PendingMessage Rent()
    {
        if (_first is not { } message) return new PendingMessage(partition);
        _first = message.Next;
        message.Next = null;
        return message;
    }

    public void Return(PendingMessage message) => (message.Next, _first) = (_first, message);

    /// <summary>A message is to be processed.</summary>
    public void Hold(PendingMessage message) => HeldBytes += message.Bytes;

    /// <summary>A message is finished.</summary>
    public void LetGo(PendingMessage message) => HeldBytes -= message.Bytes;

    /// <summary>A message that waited is wanted no more.</summary>
    public void Discard(PendingMessage message)
    {
        message.Slot.Release();
        LetGo(message);
        Return(message);
    }
}
