using KafkaRunner.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Gives the host's stop enough time for what the consumers' own deadlines allow.</summary>
internal static class StopBudget
{
    /// <summary>For what follows the messages in work: producing, committing, leaving the group, and the user's own services.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Raises <see cref="HostOptions.ShutdownTimeout"/> where it is too short; never lowers it.</summary>
    public static void AddTo(IServiceCollection services) => services.AddOptions<HostOptions>().PostConfigure<HostedConsumers, ProducerOptions>((host, hosted, producer) =>
    {
        var longest = producer.FlushTimeout + hosted.All
            .Select(consumer => consumer.Options.ShutdownTimeout + consumer.Options.CancellationGrace)
            .DefaultIfEmpty(TimeSpan.Zero)
            .Max();
        if (host.ShutdownTimeout != Timeout.InfiniteTimeSpan && host.ShutdownTimeout < longest + Margin)
        {
            host.ShutdownTimeout = longest + Margin;
        }
    });
}
