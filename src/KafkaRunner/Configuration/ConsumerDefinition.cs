using System.Reflection;

namespace KafkaRunner.Configuration;

/// <summary>What is known of one consumer class once all sources were asked: checked, and not to change again.</summary>
internal sealed record ConsumerDefinition(Type Type, IReadOnlyList<string> Topics, string GroupId, ConsumerOptions Options)
{
    public string Name => Type.Name;

    /// <summary>Gets whether the class takes batches.</summary>
    public bool IsBatch { get; } = IsBatchType(Type);

    public static ConsumerDefinition Create(Type type, ConsumerOptions options)
    {
        if (type.IsAbstract) throw new KafkaRunnerConfigurationException($"{type.FullName} is abstract and cannot be run. Name a class derived from it.");
        if (type.ContainsGenericParameters) throw new KafkaRunnerConfigurationException($"{type.FullName} is an open generic class and cannot be run.");
        if (type.GetCustomAttribute<BatchAttribute>() is not null && !IsBatchType(type))
        {
            throw new KafkaRunnerConfigurationException($"{type.FullName} has [Batch] but takes single messages. Derive from BatchConsumer, or remove it.");
        }

        return new ConsumerDefinition(type, TopicsOf(type, options), options.GroupId ?? GroupIdRule.Derive(options.GroupIdPrefix, type.Name), options);
    }

    private static IReadOnlyList<string> TopicsOf(Type type, ConsumerOptions options)
    {
        var topics = options.Topics?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? type.GetCustomAttribute<SubscribesToAttribute>()?.Topics;
        if (topics is null or { Count: 0 })
        {
            throw new KafkaRunnerConfigurationException(
                $"{type.FullName} subscribes to no topic. Put [SubscribesTo(\"topic\")] on the class itself; it is not inherited.");
        }

        return topics.FirstOrDefault(string.IsNullOrWhiteSpace) is null
            ? [.. topics.Distinct(StringComparer.Ordinal)]
            : throw new KafkaRunnerConfigurationException($"{type.FullName} subscribes to a topic without a name.");
    }

    private static bool IsBatchType(Type type) => type.IsAssignableTo(typeof(BatchConsumer)) || ValueTypeOf(type, typeof(BatchConsumer<>)) is not null;

    /// <summary>Gets T where a class derives from a generic base, or null.</summary>
    public static Type? ValueTypeOf(Type type, Type genericBase)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == genericBase) return t.GetGenericArguments()[0];
        }

        return null;
    }
}
