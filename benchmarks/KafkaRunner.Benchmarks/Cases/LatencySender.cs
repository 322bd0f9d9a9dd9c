using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Sends a message each millisecond, round the partitions, to whoever reads.</summary>
internal static class LatencySender
{
    public static Measurement Run(CaseWork work)
    {
        var config = new ProducerConfig { BootstrapServers = work.Brokers, LingerMs = 0, Acks = Acks.All };
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        var total = new LatencyClock(work.Seconds).Total;
        var meter = new Meter();
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < total; number++)
        {
            var intended = started + (number * Stopwatch.Frequency / LatencyClock.MessagesPerSecond);
            while (Stopwatch.GetTimestamp() < intended) Thread.Sleep(1);
            var value = new byte[LatencyClock.ValueBytes];
            LatencyClock.Write(value, number, intended);
            producer.Produce(new Confluent.Kafka.TopicPartition(work.Topic, number % work.Partitions), new Message<Null, byte[]> { Value = value });
        }

        producer.Flush();
        return meter.Stop(total);
    }
}
