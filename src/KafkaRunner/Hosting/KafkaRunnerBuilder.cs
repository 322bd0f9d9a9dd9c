using System.Reflection;
using System.Text.Json;
using KafkaRunner.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaRunner;

/// <summary>Says which consumers a host runs, and how. Given to the callback of <c>AddKafkaRunner</c>.</summary>
public sealed class KafkaRunnerBuilder
{
    private readonly ConsumerRegistry _registry;

    internal KafkaRunnerBuilder(ConsumerRegistry registry) => _registry = registry;

    /// <summary>Gets the host's service collection.</summary>
    public IServiceCollection Services => _registry.Services;

    /// <summary>Adds a consumer. Adding it again adds to its options.</summary>
    /// <typeparam name="TConsumer">The consumer's class.</typeparam>
    /// <param name="configure">Sets options in code; stronger than attributes, weaker than files, environment and flags.</param>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder AddConsumer<TConsumer>(Action<ConsumerOptions>? configure = null)
        where TConsumer : ConsumerBase
        => AddConsumer(typeof(TConsumer), configure);

    /// <summary>Adds a consumer. Adding it again adds to its options.</summary>
    /// <param name="type">The consumer's class, derived from one of the consumer base classes.</param>
    /// <param name="configure">Sets options in code; stronger than attributes, weaker than files, environment and flags.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is no consumer class.</exception>
    public KafkaRunnerBuilder AddConsumer(Type type, Action<ConsumerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsAssignableTo(typeof(ConsumerBase)))
        {
            throw new ArgumentException($"{type.FullName} does not derive from Consumer, Consumer<T>, BatchConsumer or BatchConsumer<T>.", nameof(type));
        }

        _registry.Add(type, configure);
        return this;
    }

    /// <summary>Adds every consumer class of an assembly; abstract and open generic ones are skipped.</summary>
    /// <param name="assembly">The assembly to look in.</param>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder AddConsumersFrom(Assembly assembly)
    {
        foreach (var type in ConsumerScanner.FindIn(assembly)) AddConsumer(type);
        return this;
    }

    /// <summary>Sets options of all consumers in code; weaker than what <see cref="AddConsumer(Type, Action{ConsumerOptions})"/> sets for one.</summary>
    /// <param name="configure">Called once for each consumer, at start.</param>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder Configure(Action<ConsumerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registry.ConfigureAll.Add(configure);
        return this;
    }

    /// <summary>Sets options of the producer in code; weaker than files, environment and flags.</summary>
    /// <param name="configure">Called once, when the producer is first asked for.</param>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder ConfigureProducer(Action<ProducerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registry.ConfigureProducer += configure;
        return this;
    }

    /// <summary>Runs a middleware around every call of <c>Process</c>, inside those added before.</summary>
    /// <typeparam name="TMiddleware">The middleware's class, registered as scoped, so made for each attempt, unless the services have it already.</typeparam>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder Use<TMiddleware>()
        where TMiddleware : class, IConsumerMiddleware
    {
        Services.TryAddScoped<TMiddleware>();
        _registry.Middlewares.Add(typeof(TMiddleware));
        return this;
    }

    /// <summary>Has a listener told of the partitions that consumers of this host get and give up, after those added before.</summary>
    /// <typeparam name="TListener">The listener's class, registered as a singleton unless the services have it already.</typeparam>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder Listen<TListener>()
        where TListener : class, IPartitionListener
    {
        Services.TryAddSingleton<TListener>();
        _registry.Listeners.Add(typeof(TListener));
        return this;
    }

    /// <summary>Says how JSON is read by consumers.</summary>
    /// <param name="options">The options; with a source-generated context as its resolver if you like. The default is <see cref="JsonSerializerOptions.Web"/>.</param>
    /// <returns>This builder.</returns>
    public KafkaRunnerBuilder UseJson(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _registry.Json = options;
        return this;
    }
}
