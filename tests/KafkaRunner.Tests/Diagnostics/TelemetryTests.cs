using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaRunner.Tests.Engine;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Diagnostics;

[Collection(nameof(WholeProcess))]
public sealed class TelemetryTests
{
    [Fact]
    public async Task What_happens_to_messages_is_counted_and_timed()
    {
        var group = $"group-{Guid.NewGuid():N}";
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == KafkaRunnerTelemetry.SourceName) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        listener.Start();

        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.GroupId = group);
        engine.Seen.Fails = (value, attempt) => value == "b" && attempt < 3;
        engine.Client.Append(Partition(5), "a", "b", null);
        engine.Client.Assign(Partition(5));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(5)) == 3);
        await engine.StopAsync();

        Assert.Equal(3, sums["messaging.client.consumed.messages"]);
        Assert.Equal(3, sums["kafkarunner.process.finished"]);
        Assert.Equal(2, sums["kafkarunner.process.failures System.InvalidOperationException"]);
        Assert.Equal(2, sums["kafkarunner.process.retries"]);
        Assert.Equal(1, sums["kafkarunner.process.unhandled_tombstones"]);
        Assert.Equal(3, sums["messaging.process.duration"]);
        Assert.Equal(2, sums["messaging.process.duration System.InvalidOperationException"]);
        Assert.True(sums["kafkarunner.commits"] >= 1);
        Assert.True(sums["messaging.client.operation.duration"] >= 1);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? tagged = null, error = null;
            foreach (var (name, tag) in tags)
            {
                if (name == "messaging.consumer.group.name") tagged = (string?)tag;
                if (name == "error.type") error = (string?)tag;
            }

            if (tagged == group) sums.AddOrUpdate(error is null ? instrument.Name : $"{instrument.Name} {error}", value, (_, sum) => sum + value);
        }
    }

    [Fact]
    public async Task Each_attempt_is_a_span_with_its_place_and_its_error()
    {
        var group = $"group-{Guid.NewGuid():N}";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaRunnerTelemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("messaging.consumer.group.name"), group)) spans.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.GroupId = group);
        engine.Seen.Fails = (_, attempt) => attempt == 1;
        engine.Client.Append(Partition(5), "a");
        engine.Client.Assign(Partition(5));
        await Eventually.Until("it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(5)) == 1);
        await engine.StopAsync();

        var process = spans.Where(s => s.DisplayName == "process orders").ToArray();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], process.Select(s => s.Status));
        Assert.All(process, span =>
        {
            Assert.Equal(ActivityKind.Consumer, span.Kind);
            Assert.Equal("kafka", span.GetTagItem("messaging.system"));
            Assert.Equal("5", span.GetTagItem("messaging.destination.partition.id"));
            Assert.Equal(0L, span.GetTagItem("messaging.kafka.offset"));
        });
        Assert.Contains(spans, s => s.Kind == ActivityKind.Client && Equals(s.GetTagItem("messaging.operation.name"), "commit"));
    }
}
