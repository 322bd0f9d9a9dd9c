using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Configuration;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks, briefly, how many partitions topics have, before their consumer's client is made.</summary>
internal static class PartitionCountQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks a client of its own, which joins no group. Blocks for about a second where no broker answers.</summary>
    /// <returns>The partitions, and the topics that nobody told of: those are guessed.</returns>
    public static (int Partitions, IReadOnlyList<string> Guessed) Ask(ConsumerConfig config, IReadOnlyList<string> topics)
    {
        var started = Stopwatch.GetTimestamp();
        var (known, guessed) = (0, new List<string>());
        try
        {
            using var client = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            using var admin = new DependentAdminClientBuilder(client.Handle).Build();
            foreach (var topic in topics)
            {
                var left = Patience - Stopwatch.GetElapsedTime(started);
                var count = left > TimeSpan.Zero && !topic.StartsWith('^') ? CountOf(admin, topic, left) : 0;
                known += count;
                if (count == 0) guessed.Add(topic);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KafkaException)
        {
            guessed = [.. topics];      // whoever makes the client meets it again, and tells
            known = 0;
        }

        return (known + (guessed.Count * PrefetchBudget.GuessedPartitions), guessed);
    }

    private static int CountOf(IAdminClient admin, string topic, TimeSpan timeout)
    {
        try
        {
            return admin.GetMetadata(topic, timeout).Topics.Where(t => t.Topic == topic).Sum(t => t.Partitions.Count);
        }
        catch (KafkaException)
        {
            return 0;
        }
    }
}
