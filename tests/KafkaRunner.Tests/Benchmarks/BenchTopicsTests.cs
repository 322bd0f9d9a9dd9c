using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

public class BenchTopicsTests
{
    private static readonly CompareOptions Options = new("broker:9092", Messages: 16_000, Size: 70, Partitions: 16, Rounds: 5, Cases: []);

    [Fact]
    public void A_key_is_in_one_partition_and_partitions_are_even()
    {
        var plan = StagePlan.For(CaseStage.Looping, Options, onEmbedded: false);

        var places = Enumerable.Range(0, 40_000).Select(i => BenchTopics.Place(i, plan)).ToList();

        Assert.Equal(10_000, places.GroupBy(p => p.Key).Count());
        Assert.All(places.GroupBy(p => p.Key), key => Assert.Single(key.Distinct()));
        Assert.All(places.GroupBy(p => p.Partition), partition => Assert.Equal(40_000 / 16, partition.Count()));
    }

    [Fact]
    public void Without_keys_messages_go_round_the_partitions()
    {
        var plan = StagePlan.For(CaseStage.Memory, Options, onEmbedded: false);

        Assert.Equal([(null, 0), (null, 1), (null, 2)], Enumerable.Range(0, 3).Select(i => BenchTopics.Place(i, plan)));
    }
}
