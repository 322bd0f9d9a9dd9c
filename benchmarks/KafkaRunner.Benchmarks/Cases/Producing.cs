using Confluent.Kafka;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The usual way to write faster than the brokers take it.</summary>
internal static class Producing
{
    public static void ProduceWhenThereIsRoom<TKey, TValue>(
        this IProducer<TKey, TValue> producer, Confluent.Kafka.TopicPartition to, Message<TKey, TValue> message,
        Action<DeliveryReport<TKey, TValue>>? delivered = null)
    {
        while (true)
        {
            try
            {
                producer.Produce(to, message, delivered);
                return;
            }
            catch (ProduceException<TKey, TValue> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                Thread.Sleep(1);        // reports are served by the client's own thread
            }
        }
    }
}
