using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Tests.Hosting;

/// <summary>What is wrong with a consumer is told at start, before any connection.</summary>
public sealed class StartTests
{
    [Fact]
    public Task A_class_that_subscribes_to_nothing_is_refused() =>
        Refused(runner => runner.AddConsumer<Subscribed.ToNothing>(), "subscribes to no topic", "[SubscribesTo(");

    [Fact]
    public Task A_subscription_is_not_inherited() =>
        Refused(runner => runner.AddConsumer<Subscribed.ByItsBase>(), "subscribes to no topic", "not inherited");

    [Fact]
    public Task An_abstract_class_is_refused() =>
        Refused(runner => runner.AddConsumer<Subscribed.AbstractConsumer>(), "is abstract");

    [Fact]
    public Task Two_classes_that_derive_one_group_id_are_refused() =>
        Refused(
            runner => runner.AddConsumer<Subscribed.OrderConsumer>().AddConsumer<Subscribed.Other.OrderConsumer>(),
            "have the same group id 'order-consumer'", "[Consumer(Group =");

    [Fact]
    public Task A_batch_attribute_on_a_class_of_single_messages_is_refused() =>
        Refused(runner => runner.AddConsumer<Subscribed.SingleWithBatch>(), "has [Batch] but takes single messages");

    [Fact]
    public Task A_singleton_that_needs_something_scoped_is_refused() =>
        Refused(runner =>
        {
            runner.Services.AddScoped<Subscribed.Scoped>();
            runner.AddConsumer<Subscribed.NeedsScoped>(o => o.Lifetime = ConsumerLifetime.Singleton);
        }, "NeedsScoped → Scoped");

    [Fact]
    public Task A_service_that_is_not_registered_is_named() =>
        Refused(runner => runner.AddConsumer<Subscribed.NeedsScoped>(), "needs a Scoped (scoped), which is not registered");

    [Fact]
    public Task A_stop_that_the_host_would_cut_short_is_refused() =>
        Refused(runner => runner.AddConsumer<Subscribed.OrderConsumer>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(1)),
            "HostOptions.ShutdownTimeout");

    [Fact]
    public Task A_librdkafka_property_that_does_not_exist_is_refused() =>
        Refused(runner => runner.AddConsumer<Subscribed.OrderConsumer>(o => o.Kafka["no.such.property"] = "1"), "no.such.property");

    [Fact]
    public void Scanning_skips_bases_and_open_generic_classes()
    {
        var found = ConsumerScanner.FindIn(typeof(StartTests).Assembly);
        Assert.Contains(typeof(Subscribed.OrderConsumer), found);
        Assert.DoesNotContain(typeof(Subscribed.AbstractConsumer), found);
        Assert.DoesNotContain(typeof(Subscribed.Generic<>), found);
    }

    private static async Task Refused(Action<KafkaRunnerBuilder> configure, params string[] texts)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("KafkaRunner:Brokers", "127.0.0.1:1")]);
        builder.Services.AddKafkaRunner(configure);
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<KafkaRunnerConfigurationException>(() => host.StartAsync());
        Assert.All(texts, text => Assert.Contains(text, exception.Message));
    }
}
