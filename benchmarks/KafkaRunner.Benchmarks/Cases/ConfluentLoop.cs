using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The usual loop: consume, deserialize, store the offset; commits in the background every second, like ours.</summary>
internal static class ConfluentLoop
{
    public static TimeSpan Run(CaseWork work)
    {
        var config = new ConsumerConfig(CaseWork.SharedProperties.ToDictionary())
        {
            BootstrapServers = work.Brokers,
            GroupId = $"bench-{Guid.NewGuid():N}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 1_000,
            EnableAutoOffsetStore = false,
        };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).Build();
        consumer.Subscribe(work.Topic);
        long seen = 0, started = 0, ids = 0;
        while (seen < work.Messages)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException($"No message for 10 s after {seen:N0}.");
            if (seen++ == 0) started = Stopwatch.GetTimestamp();
            ids += JsonSerializer.Deserialize<Entry>(result.Message.Value, JsonSerializerOptions.Web)!.Id;
            consumer.StoreOffset(result);
        }

        var time = Stopwatch.GetElapsedTime(started);
        consumer.Close();
        return ids > 0 ? time : throw new InvalidOperationException("The messages were empty.");
    }
}
