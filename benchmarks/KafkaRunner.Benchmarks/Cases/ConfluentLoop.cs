using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The usual loop on Confluent's client: consume, use the value, store the offset; commits in the background every second, like ours.</summary>
internal static class ConfluentLoop
{
    public static Measurement Raw(CaseWork work) => Run(work, Config(work), value => value.Length);

    public static Measurement Json(CaseWork work) => Run(work, Config(work), IdOf);

    /// <summary>As it comes out of the box. It is slow, so it reads a quarter.</summary>
    public static Measurement JsonWithDefaults(CaseWork work) =>
        Run(work with { Messages = Math.Max(1, work.Messages / 4) }, Defaults(work), IdOf, storeOffsets: false);

    /// <summary>Gets a configuration with the same librdkafka properties and the same interval as a KafkaRunner consumer's.</summary>
    public static ConsumerConfig Config(CaseWork work)
    {
        var config = Defaults(work);
        foreach (var (name, value) in CaseWork.SharedProperties) config.Set(name, value);
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        config.EnableAutoOffsetStore = false;
        config.AutoCommitIntervalMs = (int)ConsumerOptions.DefaultCommitInterval.TotalMilliseconds;
        return config;
    }

    private static ConsumerConfig Defaults(CaseWork work) => new()
    {
        BootstrapServers = work.Brokers,
        GroupId = CaseWork.NewGroup(),
        AutoOffsetReset = AutoOffsetReset.Earliest,
    };

    private static Measurement Run(CaseWork work, ConsumerConfig config, Func<byte[], long> use, bool storeOffsets = true)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).Build();
        consumer.Subscribe(work.Topic);
        Meter? meter = null;
        var used = 0L;
        for (var seen = 0L; seen < work.Messages; seen++)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30))
                ?? throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"No message for 30 s after {seen:N0} of {work.Messages:N0}."));
            meter ??= new Meter();
            used += use(result.Message.Value);
            if (storeOffsets) consumer.StoreOffset(result);
        }

        var measurement = meter!.Stop(work.Messages);
        consumer.Close();
        return used > 0 ? measurement : throw new InvalidOperationException("The messages were empty.");
    }

    private static long IdOf(byte[] value) => JsonSerializer.Deserialize<Entry>(value, JsonSerializerOptions.Web)!.Id + 1;
}
