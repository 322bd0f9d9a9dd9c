using KafkaRunner.App;
using KafkaRunner.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KafkaRunner.Tests.App;

/// <summary>Whole runs without a broker: consumers keep trying to connect, so what they do besides can be seen.</summary>
public sealed class HostingRunTests : IDisposable
{
    private static readonly string[] NoBroker = ["--brokers", "127.0.0.1:1"];

    private readonly ProgramScene _scene = new() { Configure = builder => builder.Logging.ClearProviders() };

    [Fact]
    public async Task A_run_announces_its_consumers_and_ends_with_0_when_its_time_is_over()
    {
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync(["orderconsumer", "PaymentConsumer", "--timeout", "0.2", .. NoBroker]));
        Assert.Equal("", _scene.Output);
        Assert.Equal(
            """
            => Starting OrderConsumer…
            =>   topics  orders, returns
            =>   group   order-consumer
            =>   brokers 127.0.0.1:1
            => Starting PaymentConsumer…
            =>   topic   payments
            =>   group   payment-consumer
            =>   brokers 127.0.0.1:1
            => Ctrl-C to stop, or wait 0.2 s
            => 0.2 s are over. Stopping…
            => Stopped

            """,
            _scene.Error);
    }

    [Fact]
    public async Task Code_that_stops_the_host_ends_the_run_with_0()
    {
        OnStart((services, _) => services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync(["OrderConsumer", .. NoBroker]));
        Assert.EndsWith("=> Stopped\n", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_during_the_start_ends_the_run_with_0()
    {
        OnStart((services, stopping) =>
        {
            services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            stopping.ThrowIfCancellationRequested();
        });
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync(["OrderConsumer", .. NoBroker]));
    }

    [Fact]
    public async Task A_hosted_service_that_cannot_start_ends_the_run_with_1()
    {
        OnStart((_, _) => throw new InvalidOperationException("port in use"));
        Assert.Equal(ExitCodes.Failed, await _scene.RunAsync(["OrderConsumer", .. NoBroker]));
        Assert.Contains("error: System.InvalidOperationException: port in use", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_background_service_that_fails_ends_the_run_with_1()
    {
        _scene.Configure = builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddHostedService<FailingService>();
        };
        Assert.Equal(ExitCodes.Failed, await _scene.RunAsync(["OrderConsumer", .. NoBroker]));
        Assert.EndsWith("=> Stopped after a failure, exit code 1\n", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_by_force_ends_the_process_with_3()
    {
        OnStart((services, _) =>
        {
            services.GetRequiredService<HostExitCode>().Add(ExitCodes.Forced);
            services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        });
        await _scene.RunAsync(["OrderConsumer", .. NoBroker]);
        Assert.Equal([ExitCodes.Forced], _scene.Exits);
    }

    [Fact]
    public async Task A_wrong_value_ends_the_run_with_2_before_anything_starts()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("OrderConsumer", "--commit-interval", "1ms"));
        Assert.StartsWith(
            "error: --commit-interval on the command line: CommitInterval is '1ms', which is out of range", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_stop_gets_a_minute_more_than_the_deadlines_of_consumers_and_producer()
    {
        TimeSpan? given = null;
        OnStart((services, _) =>
        {
            given = services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
            services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        });
        await _scene.RunAsync(["OrderConsumer", "--shutdown-timeout", "10min", "--cancellation-grace", "10s", .. NoBroker]);
        Assert.Equal(new TimeSpan(0, 11, 20), given);
    }

    public void Dispose() => _scene.Dispose();

    private void OnStart(Action<IServiceProvider, CancellationToken> action) => _scene.Configure = builder =>
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostedService>(services => new StartHook(stopping => action(services, stopping)));
    };

    private sealed class StartHook(Action<CancellationToken> onStart) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            onStart(cancellationToken);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class FailingService : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("made up");
        }
    }
}
