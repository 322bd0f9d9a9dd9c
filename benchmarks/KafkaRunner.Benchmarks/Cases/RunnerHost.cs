using KafkaRunner.Benchmarks.Compare;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Runs a consumer on KafkaRunner as an application would: in a host, by <c>AddKafkaRunner</c>.</summary>
internal static class RunnerHost
{
    /// <summary>Reads the topic from its first message to its last.</summary>
    public static Task<Measurement> ReadAsync<TConsumer>(CaseWork work)
        where TConsumer : ConsumerBase
        => ReadAsync<TConsumer>(work, _ => { });

    /// <summary>Reads the topic from its first message to its last, with options of the case's own.</summary>
    public static async Task<Measurement> ReadAsync<TConsumer>(CaseWork work, Action<ConsumerOptions> configure)
        where TConsumer : ConsumerBase
    {
        Progress.Reset();
        using var host = Build<TConsumer>(work, options =>
        {
            OnEqualTerms(options);
            options.BatchWait = TimeSpan.FromMilliseconds(10);      // else the last batch's wait would be measured
            configure(options);
        });
        await host.StartAsync();
        var measurement = await Progress.WaitAsync(work.Messages);
        await host.StopAsync();
        return measurement;
    }

    /// <summary>Gives a consumer the librdkafka properties that its baseline has.</summary>
    public static void OnEqualTerms(ConsumerOptions options)
    {
        foreach (var (name, value) in CaseWork.SharedProperties) options.Kafka[name] = value;
    }

    /// <summary>Makes a host with a consumer in a new group.</summary>
    public static IHost Build<TConsumer>(CaseWork work, Action<ConsumerOptions>? configure = null, Action<IServiceCollection>? addServices = null)
        where TConsumer : ConsumerBase
        => Build(runner =>
        {
            addServices?.Invoke(runner.Services);
            runner.AddConsumer<TConsumer>(options =>
            {
                (options.Brokers, options.Topics, options.GroupId) = (work.Brokers, work.Topic, CaseWork.NewGroup());
                configure?.Invoke(options);
            });
        });

    /// <summary>Makes a host that logs warnings to standard error: standard output is for measurements.</summary>
    public static IHost Build(Action<KafkaRunnerBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddScoped<ScopedDependency>();
        builder.Services.AddKafkaRunner(configure);
        return builder.Build();
    }
}
