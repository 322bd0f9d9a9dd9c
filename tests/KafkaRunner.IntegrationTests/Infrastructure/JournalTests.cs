namespace KafkaRunner.IntegrationTests.Infrastructure;

public sealed class JournalTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_value_that_no_process_wrote_down_is_lost()
    {
        var journal = Journal.Of(Line(0, 0, "a", second: 1), Line(0, 1, "b", second: 2));

        Assert.Equal(["c"], journal.Lost(["a", "b", "c"]));
        Assert.Empty(journal.Repeated);
        Assert.Empty(journal.OutOfOrder);
    }

    [Fact]
    public void A_message_that_two_processes_wrote_down_is_repeated_and_not_out_of_order()
    {
        var again = Line(0, 0, "a", second: 3);
        var journal = Journal.Of(again, Line(0, 0, "a", second: 1), Line(0, 1, "b", second: 2), Line(0, 2, "c", second: 4));

        Assert.Same(again, Assert.Single(journal.Repeated));
        Assert.Empty(journal.OutOfOrder);
    }

    [Fact]
    public void A_message_that_a_later_one_of_its_partition_overtook_is_out_of_order()
    {
        var late = Line(0, 0, "a", second: 2, key: "x");
        var journal = Journal.Of(Line(0, 1, "b", second: 1, key: "y"), late, Line(1, 0, "c", second: 3));

        Assert.Same(late, Assert.Single(journal.OutOfOrder));
        Assert.Empty(journal.OutOfKeyOrder);
    }

    [Fact]
    public void Half_a_line_at_the_end_of_a_file_is_left_out()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"orders\t3\t42\tkey\tvalue\t{Start.Ticks}\norders\t3\t4");
            Assert.Equal(new JournalLine("orders", 3, 42, "key", "value", Start), Assert.Single(Journal.Read(path, path + ".none").Lines));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JournalLine Line(int partition, long offset, string value, int second, string key = "") =>
        new("orders", partition, offset, key, value, Start.AddSeconds(second));
}
