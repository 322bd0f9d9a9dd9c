using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Sends a message each millisecond, round the partitions, to whoever reads; those count that are sent after it was told so.</summary>
internal static class LatencySender
{
    /// <summary>The longest time that readers get to join their groups.</summary>
    public static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(15);

    public static Measurement Run(CaseWork work)
    {
        var config = new ProducerConfig { BootstrapServers = work.Brokers, LingerMs = 0, Acks = Acks.All };
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        var told = Task.Run(Console.In.ReadLineAsync);      // CaseProtocol.Count
        var started = Stopwatch.GetTimestamp();
        var late = new double[LatencyClock.Total(work.Seconds)];
        var sent = 0L;
        for (; !told.IsCompleted; sent++) Send(LatencyClock.WarmUp);
        for (var number = 0; number < late.Length; number++, sent++) late[number] = Send(number).TotalMilliseconds;
        producer.Flush();

        Array.Sort(late);
        return new Measurement(new Dictionary<string, double>
        {
            ["senderLateP50Ms"] = Statistics.Percentile(late, 0.5),
            ["senderLateP99Ms"] = Statistics.Percentile(late, 0.99),
        });

        TimeSpan Send(long number)
        {
            var intended = started + (sent * Stopwatch.Frequency / LatencyClock.MessagesPerSecond);
            PreciseTime.WaitUntil(intended);
            var lateness = Stopwatch.GetElapsedTime(intended);
            var value = new byte[LatencyClock.ValueBytes];
            LatencyClock.Write(value, number, intended);
            producer.Produce(new Confluent.Kafka.TopicPartition(work.Topic, (int)(sent % work.Partitions)), new Message<Null, byte[]> { Value = value });
            return lateness;
        }
    }
}
