using System.Reflection;
using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;

namespace KafkaRunner.App;

/// <summary>Gathers the consumers that can be named: those registered in code and those of the program's own assembly and further ones.</summary>
internal static class ConsumerSearch
{
    /// <summary>Finds them and registers those that are not; abstract ones are only kept so that asking for one can be answered.</summary>
    public static IReadOnlyList<OfferedConsumer> Find(
        IReadOnlyCollection<Assembly> assemblies, ConsumerRegistry registry, IConfiguration configuration)
    {
        foreach (var type in assemblies.SelectMany(ConsumerScanner.FindIn))
        {
            registry.Add(type, configure: null);
        }

        var options = new OptionsResolver(configuration);
        var bases = registry.All.Select(consumer => consumer.Type.Assembly).Concat(assemblies).Distinct().SelectMany(FindAbstract);
        return
        [
            .. registry.All.Select(consumer => Describe(consumer, registry, options)),
            .. bases.Select(type => new OfferedConsumer(type, "abstract")),
        ];
    }

    private static IEnumerable<Type> FindAbstract(Assembly assembly) =>
        assembly == typeof(ConsumerBase).Assembly ? [] : assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(ConsumerBase)));

    private static OfferedConsumer Describe(ConsumerRegistration consumer, ConsumerRegistry registry, OptionsResolver options)
    {
        try
        {
            var definition = ConsumerDefinition.Create(
                consumer.Type, options.ForConsumer(consumer.Type, [.. registry.ConfigureAll, .. consumer.Configure]));
            var topics = definition.Topics.Count == 1 ? "topic" : "topics";
            return new OfferedConsumer(consumer.Type, $"{topics} {string.Join(", ", definition.Topics)}; group {definition.GroupId}")
            {
                Topics = definition.Topics,
                GroupId = definition.GroupId,
            };
        }
        catch (KafkaRunnerConfigurationException e)
        {
            return new OfferedConsumer(consumer.Type, e.Message) { Problem = e.Message };
        }
    }
}
