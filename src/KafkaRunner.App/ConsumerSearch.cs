using System.Reflection;
using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.Configuration;

namespace KafkaRunner.App;

/// <summary>Gathers the consumers that can be named: those registered in code and those of the program's own assembly.</summary>
internal static class ConsumerSearch
{
    /// <summary>Finds them and registers those that are not; abstract ones are only kept so that asking for one can be answered.</summary>
    public static IReadOnlyList<OfferedConsumer> Find(Assembly assembly, ConsumerRegistry registry, IConfiguration configuration)
    {
        foreach (var type in ConsumerScanner.FindIn(assembly))
        {
            registry.Add(type, configure: null);
        }

        var options = new OptionsResolver(configuration);
        var bases = registry.All.Select(consumer => consumer.Type.Assembly).Append(assembly).Distinct().SelectMany(FindAbstract);
        return
        [
            .. registry.All.Select(consumer => new OfferedConsumer(consumer.Type, Describe(consumer, registry, options))),
            .. bases.Select(type => new OfferedConsumer(type, "abstract")),
        ];
    }

    private static IEnumerable<Type> FindAbstract(Assembly assembly) =>
        assembly == typeof(ConsumerBase).Assembly ? [] : assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(ConsumerBase)));

    private static string Describe(ConsumerRegistration consumer, ConsumerRegistry registry, OptionsResolver options)
    {
        try
        {
            var definition = ConsumerDefinition.Create(
                consumer.Type, options.ForConsumer(consumer.Type, [.. registry.ConfigureAll, .. consumer.Configure]));
            var topics = definition.Topics.Count == 1 ? "topic" : "topics";
            return $"{topics} {string.Join(", ", definition.Topics)}; group {definition.GroupId}";
        }
        catch (KafkaRunnerConfigurationException e)
        {
            return e.Message;
        }
    }
}
