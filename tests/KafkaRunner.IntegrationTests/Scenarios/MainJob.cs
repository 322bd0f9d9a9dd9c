using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The main job: an event in the bytes that the Rails application sent becomes one row, once, and the group is at the end.</summary>
public sealed class MainJob(TestBroker broker)
{
    private const string SeedEvent =
        """{"event_id":"4ebd836d-fab7-4958-90e1-f116661c7059","event_type":"blog_created","event_time":"2025-04-02T01:42:33Z","data":{"id":1,"title":"blog 1","description":"blog 1 description","created_at":"2025-04-02T01:42:33.049Z"}}""";

    [Fact]
    public async Task An_event_of_the_rails_application_becomes_one_row_and_a_second_run_adds_nothing()
    {
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("blogs");
        var database = Path.Combine(Directory.CreateTempSubdirectory("blogs-").FullName, "blogs.db");
        string[] args =
        [
            "BlogConsumer", "--brokers", broker.BootstrapServers, "--topics", topic, "--group-id", group, "--database", database,
            "--kafka", "session.timeout.ms=6000",      // the embedded broker lets a member come back only after about that time
        ];
        await broker.Produce(topic, SeedEvent);

        for (var run = 1; run <= 2; run++)
        {
            await using var process = ConsumerProcess.Start("BlogConsumer", [.. args, "--timeout", "20"]);
            await process.WaitForLine("was assigned");
            await broker.CommittedToTheEnd(group, topic);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExit());
            Assert.Equal("4ebd836d-fab7-4958-90e1-f116661c7059|blog_created|1|blog 1|1", Rows(database));
        }

        // The same event once more: its id is known, so it adds nothing, and is finished.
        await broker.Produce(topic, new[] { new Message<string?, string?> { Value = SeedEvent } });
        await using var third = ConsumerProcess.Start("BlogConsumer", [.. args, "--timeout", "5"]);
        Assert.Equal(0, await third.WaitForExit());
        await broker.CommittedToTheEnd(group, topic);
        Assert.Equal("4ebd836d-fab7-4958-90e1-f116661c7059|blog_created|1|blog 1|1", Rows(database));
    }

    private static string Rows(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT lower(EventId) || '|' || EventType || '|' || BlogId || '|' || Title || '|' || count(*) OVER () FROM BlogAudits";
        return (string)command.ExecuteScalar()!;
    }
}
