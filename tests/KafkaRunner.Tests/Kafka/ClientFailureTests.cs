using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Kafka;

/// <summary>What a client's failures mean: which end a consumer, and what is said of them.</summary>
public class ClientFailureTests
{
    private const string TopicRefused = "Subscribed topic not available: orders: Broker: Topic authorization failed";

    private static readonly string[] Sasl = ["security.protocol=sasl_ssl", "sasl.username=alice", "sasl.password=hush"];

    [Fact]
    public void The_only_topic_refused_ends_a_consumer_that_had_no_partitions_and_names_topic_and_user()
    {
        var why = WhyFatal(new Error(ErrorCode.TopicAuthorizationFailed, TopicRefused), everAssigned: false, Consumer(Sasl) with { Topics = ["orders"] });
        Assert.StartsWith("OrderConsumer, which is alice to the brokers, may not read the topic orders: ", why, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Broker", "Subscribed topic not available: Broker: Broker: Topic authorization failed")]
    [InlineData("matches.a.pattern", "Subscribed topic not available: matches.a.pattern: Broker: Topic authorization failed")]
    public void A_topic_is_named_wherever_the_broker_names_it(string topic, string reason)
    {
        var why = Explain(new Error(ErrorCode.TopicAuthorizationFailed, reason), Consumer());
        Assert.Contains($"may not read the topic {topic}: ", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_is_named_where_it_is_a_partition_that_fails()
    {
        var failure = ClientFailure.Of(new TopicPartition("orders", 3), new Error(ErrorCode.TopicAuthorizationFailed, "Fetch from broker 1 failed: Broker: Topic authorization failed"));
        var why = FailureSentences.Explain(failure, Consumer());
        Assert.Contains("may not read the topic orders: ", why, StringComparison.Ordinal);
        Assert.EndsWith("(orders[3]: Fetch from broker 1 failed: Broker: Topic authorization failed)", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("available")]
    [InlineData("Broker")]
    public void A_topic_is_not_named_because_its_name_is_a_word_of_the_reason(string topic)
    {
        var consumer = new ConsumerDefinition(typeof(OrderConsumer), [topic, "orders"], "order-consumer", new ConsumerOptions());
        Assert.Contains("may not read the topic orders: ", Explain(new Error(ErrorCode.TopicAuthorizationFailed, TopicRefused), consumer), StringComparison.Ordinal);
    }

    [Fact]
    public void One_refused_topic_of_several_ends_nothing() =>
        Assert.Null(WhyFatal(new Error(ErrorCode.TopicAuthorizationFailed, TopicRefused), everAssigned: false, Consumer(Sasl)));

    [Fact]
    public void Where_all_topics_are_refused_all_are_named() =>
        Assert.StartsWith(
            "OrderConsumer, which is alice to the brokers, may not read the topics orders, payments: ", FailureSentences.AllRefused(Consumer(Sasl)), StringComparison.Ordinal);

    [Fact]
    public void Where_the_broker_names_no_topic_all_are_named()
    {
        var error = new Error(ErrorCode.TopicAuthorizationFailed, "ConsumerGroupHeartbeat failed: Broker: Topic authorization failed");
        Assert.Contains("one of the topics orders, payments", Explain(error, Consumer()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_group_ends_a_consumer_that_had_no_partitions_and_names_group_and_user()
    {
        var error = new Error(ErrorCode.GroupAuthorizationFailed, "FindCoordinator response error: Group authorization failed.");
        Assert.StartsWith(
            "OrderConsumer, which is anonymous to the brokers, may not use the group order-consumer: ",
            WhyFatal(error, everAssigned: false, Consumer()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.GroupAuthorizationFailed)]
    public void What_is_refused_in_operation_does_not_end_the_consumer(ErrorCode code) =>
        Assert.Null(WhyFatal(new Error(code, TopicRefused), everAssigned: true, Consumer()));

    [Theory]
    [InlineData(ErrorCode.FencedInstanceId)]
    [InlineData(ErrorCode.UnreleasedInstanceId)]
    public void A_static_member_whose_name_is_taken_ends_and_names_it(ErrorCode code)
    {
        var why = WhyFatal(new Error(code, "fenced", isFatal: true), everAssigned: true, Consumer("group.instance.id=orders-1"));
        Assert.Contains("orders-1", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_fatal_error_ends_the_consumer() =>
        Assert.Contains("out of luck", WhyFatal(new Error(ErrorCode.Local_Fatal, "out of luck", isFatal: true), everAssigned: true, Consumer()), StringComparison.Ordinal);

    [Fact]
    public void A_group_that_the_broker_cannot_convert_ends_the_consumer_which_says_why_and_the_ways()
    {
        var error = new Error(ErrorCode.GroupIdNotFound, "ConsumerGroupHeartbeat fatal error: Broker: The group id does not exist", isFatal: true);
        var why = WhyFatal(error, everAssigned: false, Consumer("group.protocol=consumer"));
        Assert.StartsWith("OrderConsumer cannot join group order-consumer with group.protocol=consumer: ", why, StringComparison.Ordinal);
        Assert.Contains("cooperative-sticky", why, StringComparison.Ordinal);
        Assert.Contains("partition.assignment.strategy=range first", why, StringComparison.Ordinal);
        Assert.Contains("failed for good", WhyFatal(error, everAssigned: true, Consumer("group.protocol=consumer")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_assigns_in_another_way_is_told_with_what_to_do_and_borne_for_a_minute()
    {
        var error = new Error(ErrorCode.InconsistentGroupProtocol, "JoinGroup failed: Broker: Inconsistent group protocol");
        Assert.Null(WhyFatal(error, everAssigned: false, Consumer()));
        Assert.Equal(TimeSpan.FromMinutes(1), FatalFailures.PatienceWith(error.Code));
        var what = Explain(error, Consumer());
        Assert.Contains("which is cooperative-sticky; set partition.assignment.strategy under Kafka to theirs", what, StringComparison.Ordinal);
        Assert.Contains("which is roundrobin;", Explain(error, Consumer("partition.assignment.strategy=roundrobin")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_fails_ends_nothing() =>
        Assert.Null(WhyFatal(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"), everAssigned: false, Consumer()));

    [Fact]
    public void A_partition_without_an_offset_is_told_with_its_place_and_what_to_do()
    {
        var failure = ClientFailure.Of(new TopicPartition("orders", 3), new Error(ErrorCode.Local_AutoOffsetReset, "no previously committed offset available: Local: No offset stored"));
        Assert.StartsWith("orders[3] is not read: ", FailureSentences.Explain(failure, Consumer()), StringComparison.Ordinal);
        Assert.Equal("Local_AutoOffsetReset orders[3]", failure.Subject);
        Assert.False(FatalFailures.End(failure, everAssigned: true, Consumer()));
    }

    [Fact]
    public void A_clients_certificate_names_it()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=reader, O=Shop", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, certificate.ExportCertificatePem());
            Assert.Equal("CN=reader, O=Shop", Principal.Of(Properties("security.protocol=SSL", $"ssl.certificate.location={path}")));
            Assert.Equal("CN=reader, O=Shop", Principal.Of(Properties("security.protocol=ssl", $"ssl.certificate.pem={certificate.ExportCertificatePem()}")));
            Assert.Equal("a certificate that cannot be read", Principal.Of(Properties("security.protocol=ssl", $"ssl.certificate.location={path}.not")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string? WhyFatal(Error error, bool everAssigned, ConsumerDefinition consumer) =>
        ClientFailure.Of(error) is var failure && FatalFailures.End(failure, everAssigned, consumer) ? FailureSentences.WhyEnded(failure, everAssigned, consumer) : null;

    private static string Explain(Error error, ConsumerDefinition consumer) => FailureSentences.Explain(ClientFailure.Of(error), consumer);

    private static Dictionary<string, string> Properties(params string[] pairs) => pairs.Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    private static ConsumerDefinition Consumer(params string[] properties)
    {
        var options = new ConsumerOptions();
        foreach (var (name, value) in Properties(properties)) options.Kafka[name] = value;
        return new ConsumerDefinition(typeof(OrderConsumer), ["orders", "payments"], "order-consumer", options);
    }

    private sealed class OrderConsumer;
}
