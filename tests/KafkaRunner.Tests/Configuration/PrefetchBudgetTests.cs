using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class PrefetchBudgetTests
{
    private const long BytesBesideEachMessage = 430;        // librdkafka's own, measured

    [Fact]
    public void The_default_budget_is_divided_over_the_partitions() =>
        Assert.Equal(new PrefetchBudget(8192, 20971, 1_048_576), PrefetchBudget.Divide(256, 16));

    [Fact]
    public void Many_partitions_get_smaller_fetches_too() =>
        Assert.Equal(new PrefetchBudget(2048, 5242, 524_288), PrefetchBudget.Divide(256, 64));

    [Theory]
    [InlineData(256, 0)]
    [InlineData(256, 1)]
    [InlineData(65_536, 1)]
    public void Few_partitions_get_no_more_than_librdkafkas_defaults(int budgetMiB, int partitions) =>
        Assert.Equal(new PrefetchBudget(65_536, 100_000, 1_048_576), PrefetchBudget.Divide(budgetMiB, partitions));

    [Theory]
    [InlineData(1, 64)]
    [InlineData(256, 100_000)]
    public void A_partition_keeps_room_to_work_with(int budgetMiB, int partitions) =>
        Assert.Equal(new PrefetchBudget(64, 200, 65_536), PrefetchBudget.Divide(budgetMiB, partitions));

    [Theory]
    [InlineData(20)]
    [InlineData(70)]
    [InlineData(400)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void What_waits_takes_about_the_budget_whatever_size_messages_have(int messageBytes)
    {
        for (var partitions = 4; partitions <= 256; partitions *= 2)
        {
            var budget = PrefetchBudget.Divide(256, partitions);
            var messages = Math.Min(budget.QueuedKilobytes * 1024L / messageBytes, budget.QueuedMessages);
            var cost = partitions * ((messages * (messageBytes + BytesBesideEachMessage)) + budget.FetchBytes);
            Assert.InRange(cost, 0, 256L * 1024 * 1024 * 5 / 4);
        }
    }
}
