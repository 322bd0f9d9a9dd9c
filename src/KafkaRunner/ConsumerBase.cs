namespace KafkaRunner;

/// <summary>What all consumer classes have in common. Derive from one of its four descendants.</summary>
/// <seealso cref="Consumer"/>
/// <seealso cref="Consumer{T}"/>
/// <seealso cref="BatchConsumer"/>
/// <seealso cref="BatchConsumer{T}"/>
public abstract class ConsumerBase
{
    private protected ConsumerBase()
    {
    }
}
