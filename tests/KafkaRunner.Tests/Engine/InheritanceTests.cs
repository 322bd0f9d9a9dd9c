using KafkaRunner.Internal.Offsets;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class InheritanceTests
{
    [Fact]
    public async Task A_partition_given_up_amid_what_was_finished_before_repeats_none_of_it()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => (o.Ordering, o.CommitInterval) = (Ordering.None, TimeSpan.FromHours(1)));
        engine.Client.Committed[Partition(0)] = 0;
        engine.Client.Metadata[Partition(0)] = OffsetMap.Encode(0, engine.Client.TopicId, 7, [new(1, 9)])!;
        engine.Client.Append(Partition(0), "0", "1", "2");       // the rest is not fetched yet
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the first is done", () => engine.Runner.Snapshot().Partitions is [{ NextOffset: 3 }]);
        engine.Client.Revoke(Partition(0));
        Assert.Equal(3, engine.Client.Committed[Partition(0)]);

        engine.Client.Append(Partition(0), "3", "4", "5", "6", "7", "8", "9");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the last is done", () => engine.Seen.Finished.Contains("9"));
        await engine.StopAsync();
        Assert.Equal(["0", "9"], engine.Seen.Finished);
    }
}
