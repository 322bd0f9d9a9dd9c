using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>From the moment a message was meant to be sent to the moment it is in work.</summary>
internal static class LatencyCases
{
    public static Measurement Confluent(CaseWork work)
    {
        var clock = new LatencyClock(work.Seconds);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(ConfluentLoop.Config(work)).Build();
        consumer.Subscribe(work.Topic);
        while (!clock.IsComplete)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("No message for 30 s.");
            clock.Arrived(result.Message.Value);
            consumer.StoreOffset(result);
        }

        var measurement = clock.Stop();
        consumer.Close();
        return measurement;
    }

    public static async Task<Measurement> RunnerAsync(CaseWork work)
    {
        var clock = new LatencyClock(work.Seconds);
        using var host = RunnerHost.Build(runner =>
        {
            runner.Services.AddSingleton(clock);
            runner.AddConsumer<LatencyConsumer>(options =>
            {
                (options.Brokers, options.Topics, options.GroupId) = (work.Brokers, work.Topic, $"bench-{Guid.NewGuid():N}");
                foreach (var (name, value) in CaseWork.SharedProperties) options.Kafka[name] = value;
            });
        });
        await host.StartAsync();
        await clock.Complete.WaitAsync(TimeSpan.FromSeconds(work.Seconds + 60));
        var measurement = clock.Stop();
        await host.StopAsync();
        return measurement;
    }
}
