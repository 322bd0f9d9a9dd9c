using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Internal.Processing;

/// <summary>
/// Looks at what a consumer's constructors need, all the way down, to tell whether a scope could make a difference. In doubt it could.
/// </summary>
internal sealed class DependencyGraph(IServiceCollection services)
{
    /// <summary>Gets the way from a class to something scoped, like <c>BlogConsumer → BlogDb</c>, or null where none is known.</summary>
    public string? FindScoped(Type type) => Find(type, [], (service, descriptor) => descriptor?.Lifetime == ServiceLifetime.Scoped ? service.Name : null);

    /// <summary>Gets whether every node is provably neither scoped nor disposable, so that no scope is needed.</summary>
    public bool NeedsNoScope(Type type) =>
        Find(type, [], (service, descriptor) => IsSafe(service, descriptor) ? null : service.Name) is null;

    private static bool IsSafe(Type service, ServiceDescriptor? descriptor) => descriptor switch
    {
        null => false,                                              // not known to us: perhaps to another container
        { Lifetime: ServiceLifetime.Singleton } => true,            // made once, whoever asks
        { Lifetime: ServiceLifetime.Scoped } => false,
        { IsKeyedService: true } => false,
        { ImplementationType: { } implementation } => !IsDisposable(implementation) && !implementation.ContainsGenericParameters,
        _ => false,                                                 // a factory: it may do anything
    };

    /// <summary>Gets whether someone has to dispose instances of a type.</summary>
    public static bool IsDisposable(Type type) => type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IAsyncDisposable));

    private string? Find(Type type, HashSet<Type> seen, Func<Type, ServiceDescriptor?, string?> judge)
    {
        if (!seen.Add(type)) return null;
        foreach (var parameter in type.GetConstructors().SelectMany(c => c.GetParameters()))
        {
            var descriptor = DescriptorOf(parameter);
            if (judge(parameter.ParameterType, descriptor) is { } found) return $"{type.Name} → {found}";
            if (descriptor is { Lifetime: ServiceLifetime.Transient, IsKeyedService: false, ImplementationType: { } implementation }
                && Find(implementation, seen, judge) is { } deeper)
            {
                return $"{type.Name} → {deeper}";
            }
        }

        return null;
    }

    private ServiceDescriptor? DescriptorOf(ParameterInfo parameter)
    {
        var service = parameter.ParameterType;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return services.LastOrDefault(d => d.IsKeyedService && d.ServiceType == service && Equals(d.ServiceKey, keyed.Key));
        }

        return services.LastOrDefault(d => !d.IsKeyedService && d.ServiceType == service)
            ?? (service.IsGenericType ? services.LastOrDefault(d => !d.IsKeyedService && d.ServiceType == service.GetGenericTypeDefinition()) : null);
    }
}
