using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A consumer that may not read its topic, or not use its group, ends with exit code 1 and says what is refused to whom. So does a
/// static member whose name is taken.
/// </summary>
public sealed class Refused(TestBroker broker)
{
    private static readonly Dictionary<string, string> WithRules = new()
    {
        ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        ["allow.everyone.if.no.acl.found"] = "true",
        ["super.users"] = "User:ANONYMOUS;User:admin",
    };

    private static readonly string[] Alice =
    [
        "--kafka", "security.protocol=sasl_plaintext", "--kafka", "sasl.mechanism=SCRAM-SHA-256",
        "--kafka", "sasl.username=alice", "--kafka", "sasl.password=alice-secret",
    ];

    [Fact]
    public async Task A_topic_or_a_group_by_name_and_principal()
    {
        await using var kafka = await KafkaCluster.StartAsync("a broker with access rules", secure: true, settings: WithRules);
        await kafka.Tool("topics", "--create", "--topic", "secret", "--partitions", "1");
        await kafka.Tool("topics", "--create", "--topic", "open", "--partitions", "1");
        await kafka.Tool("acls", "--add", "--allow-principal", "User:admin", "--operation", "All", "--topic", "secret");
        await kafka.Tool("acls", "--add", "--allow-principal", "User:admin", "--operation", "All", "--group", "hers");

        await using var topic = new JournalRun(kafka.SaslServers, "secret", "any");
        await Fails(topic.Start(Alice), "which is alice to the brokers, may not read the topic secret");
        await using var group = new JournalRun(kafka.SaslServers, "open", "hers");
        await Fails(group.Start(Alice), "which is alice to the brokers, may not use the group hers");

        await using var certificate = new JournalRun(kafka.TlsServers, "secret", "any");
        var tls = certificate.Start([
            "--kafka", "security.protocol=ssl",
            "--kafka", $"ssl.ca.location={Path.Combine(kafka.TlsDirectory, "ca.crt")}",
            "--kafka", $"ssl.certificate.location={Path.Combine(kafka.TlsDirectory, "client.crt")}",
            "--kafka", $"ssl.key.location={Path.Combine(kafka.TlsDirectory, "client.key")}"]);
        await Fails(tls, "which is CN=client to the brokers, may not read the topic secret");
    }

    [Theory]
    [InlineData("classic")]     // the first one is put out
    [InlineData("consumer")]    // the second one is not let in
    public async Task A_static_member_whose_name_is_taken_by_that_name(string protocol)
    {
        broker.RequireReal("the embedded one knows no static members");
        var topic = await broker.CreateTopic();
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("static"));
        string[] args = ["--kafka", $"group.protocol={protocol}", "--kafka", "group.instance.id=orders-1"];
        var first = run.Start(args);
        await first.WaitForLine("was assigned");
        var second = run.Start(args);
        await Fails(protocol == "classic" ? first : second, "orders-1");
        Assert.False((protocol == "classic" ? second : first).HasExited);
    }

    private static async Task Fails(ConsumerProcess process, string saying)
    {
        await process.WaitForLine(saying);
        Assert.Equal(1, await process.WaitForExit());
    }
}
