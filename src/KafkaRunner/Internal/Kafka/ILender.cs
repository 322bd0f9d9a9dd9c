namespace KafkaRunner.Internal.Kafka;

/// <summary>Lends slots what they are filled with, as librdkafka does, and wants to know when it has it back.</summary>
internal interface ILender
{
    /// <summary>A slot is emptied, or has a copy of its own from now on.</summary>
    void GiveBack(MessageSlot slot);
}
