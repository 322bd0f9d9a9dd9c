using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Runs a consumer on KafkaRunner as an application would: in a host, by <c>AddKafkaRunner</c>.</summary>
internal static class RunnerHost
{
    public static async Task<TimeSpan> RunAsync<TConsumer>(CaseWork work)
        where TConsumer : ConsumerBase
    {
        Progress.Reset(work.Partitions);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<TConsumer>(options =>
        {
            (options.Brokers, options.Topics, options.GroupId) = (work.Brokers, work.Topic, $"bench-{Guid.NewGuid():N}");
            foreach (var (name, value) in CaseWork.SharedProperties) options.Kafka[name] = value;
        }));
        using var host = builder.Build();
        await host.StartAsync();
        var time = await Progress.WaitAsync(work.Messages);
        await host.StopAsync();
        return time;
    }
}
