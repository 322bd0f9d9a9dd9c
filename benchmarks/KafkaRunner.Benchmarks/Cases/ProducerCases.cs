using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;
using KafkaRunner.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Writes raw messages as fast as they are taken, and waits for the last acknowledgement. Both sides have the same properties.</summary>
internal static class ProducerCases
{
    public static Measurement Confluent(CaseWork work)
    {
        var config = new ProducerConfig(ProducerProperties.From(new ProducerOptions { Brokers = work.Brokers }));
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        var (value, to) = (new byte[work.Size], new Confluent.Kafka.TopicPartition(work.Topic, Partition.Any));
        var delivered = 0L;     // by the client's thread, and by Flush() on this one
        Action<DeliveryReport<Null, byte[]>> onDelivered = report => Interlocked.Add(ref delivered, report.Error.IsError ? 0 : 1);
        Connect(() => producer.ProduceAsync(to, new Message<Null, byte[]> { Value = value }));
        var meter = new Meter();
        for (var i = 0L; i < work.Messages; i++)
        {
            producer.ProduceWhenThereIsRoom(to, new Message<Null, byte[]> { Value = value }, onDelivered);
        }

        producer.Flush();
        return Stop(meter, work, Volatile.Read(ref delivered));
    }

    public static async Task<Measurement> RunnerAsync(CaseWork work)
    {
        using var host = RunnerHost.Build(runner => runner.ConfigureProducer(options => options.Brokers = work.Brokers));
        await host.StartAsync();
        var producer = host.Services.GetRequiredService<IKafkaProducer>();
        var value = new byte[work.Size];
        var delivered = 0L;
        Action<DeliveryReport> onDelivered = report => Interlocked.Add(ref delivered, report.IsDelivered ? 1 : 0);
        Connect(() => producer.DeliverAsync(work.Topic, value));
        var meter = new Meter();
        for (var i = 0L; i < work.Messages; i++)
        {
            producer.Enqueue(work.Topic, value, onDelivered: onDelivered);
        }

        await producer.FlushAsync();
        var measurement = Stop(meter, work, Volatile.Read(ref delivered));
        await host.StopAsync();
        return measurement;
    }

    // The first message finds the brokers, which is not what is measured.
    private static void Connect(Func<Task> deliver) => deliver().GetAwaiter().GetResult();

    private static Measurement Stop(Meter meter, CaseWork work, long delivered) => delivered == work.Messages
        ? meter.Stop(work.Messages)
        : throw new InvalidOperationException($"Only {delivered:N0} of {work.Messages:N0} messages were acknowledged.");
}
