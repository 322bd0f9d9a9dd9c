using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

[Collection(nameof(WholeProcess))]
public sealed class RebalanceMetricsTests
{
    [Fact]
    public async Task Partitions_that_come_and_go_are_counted_by_kind_and_drains_are_timed()
    {
        const string group = "rebalance-metrics";
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == KafkaRunnerTelemetry.SourceName && instrument.Name.Contains("rebalance")) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Note(tags, "kafkarunner.rebalance.kind", count));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags, "messaging.system", 1));
        listener.Start();

        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.GroupId = group);
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("they are assigned", () => seen.Contains("assigned 2"));
        engine.Client.Revoke(Partition(0));
        engine.Client.Lose(Partition(1));
        await Eventually.Until("they are gone", () => seen.Contains("lost 1"));

        Assert.Equal(["assigned 2", "kafka 1", "revoked 1", "lost 1"], seen);

        void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name, long count)
        {
            var values = tags.ToArray().ToDictionary();
            if (values["messaging.consumer.group.name"] is group) seen.Enqueue($"{values[name]} {count}");
        }
    }
}
