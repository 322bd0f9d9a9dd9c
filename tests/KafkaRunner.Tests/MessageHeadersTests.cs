namespace KafkaRunner.Tests;

public class MessageHeadersTests
{
    [Fact]
    public void Null_stays_distinct_from_empty()
    {
        var headers = new MessageHeaders { { "none", (byte[]?)null }, { "no text", (string?)null }, { "empty", "" }, { "bytes", (byte[])[1] } };
        Assert.Equal([null, null, 0, 1], headers.Select(header => header.Value?.Length));
        Assert.Null(headers["none"]);
        Assert.Equal("", headers["empty"]);
    }

    [Fact]
    public void Names_may_repeat_and_the_last_one_counts()
    {
        var headers = new MessageHeaders { { "tenant", "blue" }, { "tenant", "red" } };
        Assert.Equal(2, headers.Count);
        Assert.Equal("red", headers["tenant"]);
        Assert.Null(headers["Tenant"]);
    }
}
