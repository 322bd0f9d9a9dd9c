using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Tests.Offsets;

public sealed class StartRuleTests
{
    [Theory]
    [InlineData(StartPosition.Earliest, 0, 2, false)]
    [InlineData(StartPosition.Latest, 1, 2, true)]
    [InlineData(StartPosition.Latest, 2, 2, false)]     // came later
    [InlineData(StartPosition.Latest, 7, null, true)]   // nobody knows
    public void Latest_is_about_the_partitions_that_the_group_began_with(StartPosition position, int partition, int? firstPartitions, bool isAtEnd) =>
        Assert.Equal(isAtEnd, StartRule.IsAtEnd(position, partition, firstPartitions));

    [Fact]
    public void The_smallest_number_that_anyone_tells_is_the_first()
    {
        Assert.Equal(2, StartRule.FirstPartitions([4, 2], 8));
        Assert.Equal(8, StartRule.FirstPartitions([], 8));
        Assert.Equal(4, StartRule.FirstPartitions([4], null));
        Assert.Null(StartRule.FirstPartitions([], null));
    }
}
