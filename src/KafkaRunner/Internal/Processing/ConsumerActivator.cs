using KafkaRunner.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Internal.Processing;

/// <summary>Gives an instance of the consumer class for each attempt, in a scope where one is needed.</summary>
internal sealed class ConsumerActivator : IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly ObjectFactory _factory;
    private readonly bool _scoped;
    private readonly ConsumerBase? _singleton;

    public ConsumerActivator(ConsumerDefinition consumer, IServiceProvider services, DependencyGraph graph, bool needsScope)
    {
        _services = services;
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        Check(consumer.Type, services);
        _factory = ActivatorUtilities.CreateFactory(consumer.Type, Type.EmptyTypes);
        if (consumer.Options.Lifetime == ConsumerLifetime.Singleton)
        {
            if (graph.FindScoped(consumer.Type) is { } path)
            {
                throw new KafkaRunnerConfigurationException(
                    $"{consumer.Type.FullName} lives as long as the process (ConsumerLifetime.Singleton) but needs something scoped: {path}. " +
                    "Use ConsumerLifetime.Scoped, or take an IServiceScopeFactory.");
            }

            _singleton = (ConsumerBase)_factory(services, null);
        }

        // Another container than .NET's own may know more than the descriptors say.
        var isKnownContainer = services.GetType().Assembly.GetName().Name == "Microsoft.Extensions.DependencyInjection";
        _scoped = needsScope || (_singleton is null && (!isKnownContainer || DependencyGraph.IsDisposable(consumer.Type) || !graph.NeedsNoScope(consumer.Type)));
    }

    /// <summary>Gets an instance that needs no scope and nothing to be disposed, or null where it needs that.</summary>
    public ConsumerBase? TryCreate() => _scoped ? null : _singleton ?? (ConsumerBase)_factory(_services, null);

    /// <summary>Gets an instance in a scope of its own. Dispose the lease when the attempt is over.</summary>
    public Lease CreateInScope()
    {
        var scope = _scopes.CreateAsyncScope();
        try
        {
            var instance = _singleton ?? (ConsumerBase)_factory(scope.ServiceProvider, null);
            return new Lease(instance, scope, ownsConsumer: _singleton is null);
        }
        catch
        {
            scope.DisposeAsync().AsTask().GetAwaiter().GetResult();     // some services can be disposed in this way only
            throw;
        }
    }

    public ValueTask DisposeAsync() => DisposeConsumer(_singleton);

    private static ValueTask DisposeConsumer(ConsumerBase? consumer)
    {
        if (consumer is IAsyncDisposable asynchronous) return asynchronous.DisposeAsync();
        (consumer as IDisposable)?.Dispose();
        return default;
    }

    private static void Check(Type type, IServiceProvider services)
    {
        if (type.GetConstructors() is not [var constructor])
        {
            if (type.GetConstructors().Any(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute), false))) return;
            throw new KafkaRunnerConfigurationException(type.GetConstructors().Length == 0
                ? $"{type.FullName} has no public constructor, so it cannot be created."
                : $"{type.FullName} has several public constructors. Keep one, or put [ActivatorUtilitiesConstructor] on the one to use.");
        }

        var known = services.GetService<IServiceProviderIsService>();
        foreach (var parameter in constructor.GetParameters())
        {
            if (known is null || parameter.HasDefaultValue || parameter.IsDefined(typeof(FromKeyedServicesAttribute), false)) continue;
            if (known.IsService(parameter.ParameterType)) continue;
            throw new KafkaRunnerConfigurationException(
                $"{type.FullName} needs a {parameter.ParameterType.Name} ({parameter.Name}), which is not registered. Register it in the service collection.");
        }
    }

    /// <summary>One instance for one attempt, in a scope.</summary>
    internal readonly struct Lease(ConsumerBase consumer, AsyncServiceScope scope, bool ownsConsumer)
    {
        public ConsumerBase Consumer => consumer;

        public IServiceProvider Services => scope.ServiceProvider;

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (ownsConsumer) await DisposeConsumer(consumer).ConfigureAwait(false);
            }
            finally
            {
                await scope.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
