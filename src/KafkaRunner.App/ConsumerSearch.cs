using System.Reflection;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;

namespace KafkaRunner.App;

/// <summary>Gathers the consumers that can be named: those registered in code and those of the program's own assembly.</summary>
internal static class ConsumerSearch
{
    /// <summary>Finds them; abstract ones too, so that asking for one can be answered.</summary>
    public static IReadOnlyList<OfferedConsumer> Find(Assembly assembly, ConsumerRegistry registry, IConfiguration configuration)
    {
        var hostable = registry.All.Select(registration => registration.Type).Concat(ConsumerScanner.FindIn(assembly)).Distinct().ToList();
        var abstractOnes = hostable.Select(type => type.Assembly).Append(assembly).Distinct().SelectMany(FindAbstract);
        return [.. hostable.Concat(abstractOnes).Select(type => new OfferedConsumer(type, Describe(type)))];
    }

    private static IEnumerable<Type> FindAbstract(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(ConsumerBase)) && type.Assembly != typeof(ConsumerBase).Assembly);

    private static string Describe(Type type) =>
        type.GetCustomAttribute<SubscribesToAttribute>() is { } subscription ? string.Join(", ", subscription.Topics) : "none";
}
