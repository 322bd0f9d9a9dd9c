using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>TLS and SASL by librdkafka's own properties; a wrong password is told with its reason, and no secret is ever printed.</summary>
public sealed class Secured
{
    [Fact]
    public async Task Sasl_and_tls_work_and_a_wrong_password_says_so()
    {
        await using var kafka = await KafkaCluster.StartAsync("a broker with SASL and TLS", secure: true);
        await kafka.Tool("topics", "--create", "--topic", "safe", "--partitions", "1");
        using (var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            await producer.ProduceAsync("safe", new Message<Null, string> { Value = "hello" });
        }

        await using var wrong = new JournalRun(kafka.SaslServers, "safe", "wrong");
        var refused = wrong.Start(Sasl("not-her-secret"));
        await refused.WaitForLine("cannot work with");
        Assert.DoesNotContain(refused.Errors.Concat(refused.Output), line => line.Contains("not-her-secret", StringComparison.Ordinal));
        refused.Terminate();
        Assert.Equal(0, await refused.WaitForExit());

        await using var sasl = new JournalRun(kafka.SaslServers, "safe", "sasl");
        sasl.Start(Sasl("admin-secret"));
        await sasl.Processed(1);

        await using var tls = new JournalRun(kafka.TlsServers, "safe", "tls");
        tls.Start([
            "--kafka", "security.protocol=ssl",
            "--kafka", $"ssl.ca.location={Path.Combine(kafka.TlsDirectory, "ca.crt")}",
            "--kafka", $"ssl.certificate.location={Path.Combine(kafka.TlsDirectory, "client.crt")}",
            "--kafka", $"ssl.key.location={Path.Combine(kafka.TlsDirectory, "client.key")}"]);
        await tls.Processed(1);
    }

    private static string[] Sasl(string password) =>
    [
        "--kafka", "security.protocol=sasl_plaintext", "--kafka", "sasl.mechanism=SCRAM-SHA-256",
        "--kafka", "sasl.username=admin", "--kafka", $"sasl.password={password}",
    ];
}
