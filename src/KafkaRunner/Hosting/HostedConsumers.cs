using KafkaRunner.Configuration;

namespace KafkaRunner.Hosting;

/// <summary>The consumers that the host runs, with all their options asked of every source once, and checked.</summary>
internal sealed class HostedConsumers(ConsumerRegistry registry, OptionsResolver options)
{
    private readonly Lazy<IReadOnlyList<ConsumerDefinition>> _consumers = new(() => Make(registry, options));

    /// <summary>Gets the consumers, checked.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">Something is wrong with one of them.</exception>
    public IReadOnlyList<ConsumerDefinition> All => _consumers.Value;

    private static List<ConsumerDefinition> Make(ConsumerRegistry registry, OptionsResolver options)
    {
        var consumers = registry.Hosted
            .Select(r => ConsumerDefinition.Create(r.Type, options.ForConsumer(r.Type, [.. registry.ConfigureAll, .. r.Configure])))
            .ToList();
        foreach (var group in consumers.GroupBy(c => c.GroupId).Where(g => g.Count() > 1))
        {
            // One group for two classes would split the messages between them at random.
            throw new KafkaRunnerConfigurationException(
                $"{string.Join(" and ", group.Select(c => c.Type.FullName))} have the same group id '{group.Key}', so each would get only a part of " +
                "the messages. Give one of them another, with [Consumer(Group = \"…\")] or Consumers:<Name>:GroupId.");
        }

        return consumers;
    }
}
