using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class BrokerListTests
{
    [Theory]
    [InlineData("localhost", "localhost:9092")]
    [InlineData("a:1, b:2 ,c", "a:1,b:2,c:9092")]
    [InlineData("[::1]:29092", "[::1]:29092")]
    [InlineData("[fe80::1]", "[fe80::1]:9092")]
    [InlineData("10.0.0.1:9093,", "10.0.0.1:9093")]
    public void Hosts_may_have_ports(string text, string expected)
    {
        Assert.True(BrokerList.TryParse(text, out var brokers, out var problem), problem);
        Assert.Equal(expected, string.Join(',', brokers));
    }

    [Theory]
    [InlineData(" , ", "names no broker")]
    [InlineData("a:0", "has no port between 1 and 65535 in 'a:0'")]
    [InlineData("a:b", "has no port between 1 and 65535 in 'a:b'")]
    [InlineData("a:70000", "has no port between 1 and 65535 in 'a:70000'")]
    [InlineData(":9092", "has no host in ':9092'")]
    [InlineData("a b:9092", "has no host in 'a b:9092'")]
    [InlineData("::1", "has an address with colons in '::1'; write it in brackets, like [::1]:9092")]
    [InlineData("[nonsense]:9092", "has no host in '[nonsense]:9092'")]
    [InlineData("ssl://a:9093", "has a protocol in 'ssl://a:9093'; leave it out and set security.protocol under Kafka")]
    public void Anything_else_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(BrokerList.TryParse(text, out var brokers, out var problem));
        Assert.Equal(expected, problem);
        Assert.Empty(brokers);
    }
}
