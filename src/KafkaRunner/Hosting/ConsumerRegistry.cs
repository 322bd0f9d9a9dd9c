using System.Text.Json;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Hosting;

/// <summary>What <c>AddKafkaRunner</c> was told, in one object of the service collection.</summary>
internal sealed class ConsumerRegistry(IServiceCollection services)
{
    private readonly List<ConsumerRegistration> _all = [];

    /// <summary>Gets the service collection itself, to look at what consumers need.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Gets every consumer that was registered.</summary>
    public IReadOnlyList<ConsumerRegistration> All => _all;

    /// <summary>Gets the consumers that the host runs: all, unless <see cref="Host"/> chose.</summary>
    public IReadOnlyList<ConsumerRegistration> Hosted { get; private set; } = [];

    /// <summary>Gets what code says of the options of all consumers.</summary>
    public List<Action<ConsumerOptions>> ConfigureAll { get; } = [];

    /// <summary>Gets or sets what code says of the producer's options.</summary>
    public Action<ProducerOptions>? ConfigureProducer { get; set; }

    /// <summary>Gets the middlewares around <c>Process</c>, outermost first.</summary>
    public List<Type> Middlewares { get; } = [];

    /// <summary>Gets the partition listeners, in the order in which they are told.</summary>
    public List<Type> Listeners { get; } = [];

    /// <summary>Gets or sets how JSON is read.</summary>
    public JsonSerializerOptions Json { get; set; } = JsonSerializerOptions.Web;

    /// <summary>Gets what stands around <c>Process</c>.</summary>
    /// <param name="provider">Built from <see cref="Services"/>.</param>
    public ProcessingParts PartsOf(IServiceProvider provider) =>
        new(provider, Services, Middlewares, Json, provider.GetRequiredService<Telemetry>());

    public void Add(Type type, Action<ConsumerOptions>? configure)
    {
        var index = _all.FindIndex(r => r.Type == type);
        Action<ConsumerOptions>[] code = configure is null ? [] : [configure];
        if (index < 0) _all.Add(new ConsumerRegistration(type, code));
        else _all[index] = _all[index] with { Configure = [.. _all[index].Configure, .. code] };
        Hosted = _all;
    }

    /// <summary>Makes the host run these consumers and no others, registered before or not.</summary>
    public void Host(IEnumerable<Type> chosen)
    {
        var hosted = new List<ConsumerRegistration>();
        foreach (var type in chosen)
        {
            Add(type, configure: null);
            hosted.Add(_all.Single(r => r.Type == type));
        }

        Hosted = hosted;
    }
}
