using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>From the moment a message was meant to be sent to the moment it is in work.</summary>
internal static class LatencyCases
{
    public static Measurement Confluent(CaseWork work)
    {
        var clock = ClockOf(work);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(ConfluentLoop.Config(work)).Build();
        consumer.Subscribe(work.Topic);
        while (!clock.IsComplete)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("No message for 30 s.");
            clock.Arrived(result.Message.Value, result.Partition.Value);
            consumer.StoreOffset(result);
        }

        var measurement = clock.Stop();
        consumer.Close();
        return measurement;
    }

    public static async Task<Measurement> RunnerAsync(CaseWork work)
    {
        var clock = ClockOf(work);
        using var host = RunnerHost.Build<LatencyConsumer>(work, RunnerHost.OnEqualTerms, services => services.AddSingleton(clock));
        await host.StartAsync();
        await clock.Complete.WaitAsync(LatencySender.LongestWarmUp + TimeSpan.FromSeconds(work.Seconds + 30));
        var measurement = clock.Stop();
        await host.StopAsync();
        return measurement;
    }

    private static LatencyClock ClockOf(CaseWork work) => new(work.Seconds, work.Partitions, () => Console.WriteLine(CaseProtocol.Ready));
}
