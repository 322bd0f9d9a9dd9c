using KafkaRunner.Configuration;

namespace KafkaRunner.App;

/// <summary>What a runner says before it starts: who, from where, in which group, with which brokers.</summary>
internal static class Banner
{
    /// <summary>Announces <paramref name="consumers"/>.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<ConsumerDefinition> consumers, TimeSpan? timeout)
    {
        foreach (var consumer in consumers)
        {
            terminal.Say($"Starting {consumer.Name}…");
            terminal.Say($"  {(consumer.Topics.Count == 1 ? "topic " : "topics")}  {string.Join(", ", consumer.Topics)}");
            terminal.Say($"  group   {consumer.GroupId}");
            terminal.Say($"  brokers {consumer.Options.Brokers}");
        }

        terminal.Say(timeout is { } limit ? $"Ctrl-C to stop, or wait {Seconds.Of(limit)}" : "Ctrl-C to stop");
    }
}
