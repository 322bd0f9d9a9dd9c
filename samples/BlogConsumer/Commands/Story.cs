using KafkaRunner;
using KafkaRunner.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Blogs.Commands;

/// <summary>The whole story in one process: a broker, three blogs, their events, the consumer, and what it noted down.</summary>
internal static class Story
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string database)
    {
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic(BlogEvent.Topic, partitions: 1);
        Screen.Say($"An embedded Kafka is at {kafka.BootstrapServers}, with the topic {BlogEvent.Topic}");

        using var host = BlogHosting.ForStory(database, kafka.BootstrapServers);
        await host.StartAsync();
        Screen.Say($"{nameof(BlogConsumer)} is waiting for events");

        var published = await PublishThreeAsync(database, host.Services.GetRequiredService<IKafkaProducer>());
        var audits = await WaitForAuditsAsync(database, published);
        await host.StopAsync();
        if (audits.Count < published.Count)
        {
            Screen.Complain($"{published.Count - audits.Count} of {published.Count} events have no audit row after {Deadline.TotalSeconds} s.");
            return 1;
        }

        Screen.Say($"{nameof(BlogConsumer)} noted down each of them:");
        AuditTable.Write(audits);
        SuggestCommands();
        return 0;
    }

    private static async Task<List<string>> PublishThreeAsync(string database, IKafkaProducer producer)
    {
        await using var db = BlogDb.Open(database);
        var published = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            var blog = new Blog { Title = $"blog {number}", Description = $"blog {number} description" };
            db.Blogs.Add(blog);
            await db.SaveChangesAsync();
            var created = BlogEvent.Created(blog);
            var place = await producer.DeliverAsync(BlogEvent.Topic, created.ToJson());
            Screen.Say($"Blog {blog.Id} is saved; its event is {place}");
            published.Add(created.EventId);
        }

        return published;
    }

    private static async Task<List<BlogAudit>> WaitForAuditsAsync(string database, List<string> eventIds)
    {
        await using var db = BlogDb.Open(database);
        for (var end = DateTime.UtcNow + Deadline; ; await Task.Delay(50))
        {
            var audits = await db.BlogAudits.AsNoTracking().Where(audit => eventIds.Contains(audit.EventId)).OrderBy(audit => audit.Id).ToListAsync();
            if (audits.Count == eventIds.Count || DateTime.UtcNow > end) return audits;
        }
    }

    private static void SuggestCommands()
    {
        const string Run = "dotnet run --project samples/BlogConsumer --";
        Screen.Out.MarkupLineInterpolated($"""

            Next, with a Kafka at localhost:9092 (docker compose up -d):
              {Run} create "my blog" "what it is about"
              {Run} BlogConsumer --timeout 10
              {Run} audits
            """);
    }
}
