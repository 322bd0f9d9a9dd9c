using System.Globalization;
using System.Reflection;

namespace KafkaRunner.Configuration;

/// <summary>What <c>[Consumer]</c> and <c>[Batch]</c> on a class say, checked like any other source.</summary>
internal static class AttributeSettings
{
    public static void Apply(Type consumerType, ConsumerOptions options, OptionOrigins origins)
    {
        if (consumerType.GetCustomAttribute<ConsumerAttribute>(inherit: false) is { } consumer)
        {
            var place = $"[Consumer] on {consumerType.Name}";
            Set(nameof(ConsumerOptions.GroupId), consumer.Group, place);
            Set(nameof(ConsumerOptions.MaxConcurrency), Text(consumer.MaxConcurrencyOrNull), place);
            Set(nameof(ConsumerOptions.Ordering), consumer.OrderingOrNull?.ToString(), place);
            options.Lifetime = consumer.LifetimeOrNull ?? options.Lifetime;
        }

        if (consumerType.GetCustomAttribute<BatchAttribute>(inherit: false) is { } batch)
        {
            var place = $"[Batch] on {consumerType.Name}";
            Set(nameof(ConsumerOptions.BatchSize), Text(batch.SizeOrNull), place);
            Set(nameof(ConsumerOptions.BatchWait), batch.Wait, place);
        }

        void Set(string name, string? text, string place)
        {
            if (text is null) return;
            OptionCatalog.Consumer.Find(name)!.Set(options, text, place);
            origins.Note(name, place);
        }
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
