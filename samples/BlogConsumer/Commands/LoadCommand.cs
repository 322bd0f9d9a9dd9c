using KafkaRunner;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Blogs.Commands;

/// <summary>Creates many blogs, and publishes each event in the background once its row is saved.</summary>
internal static class LoadCommand
{
    private const int ChunkSize = 1_000;
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string database, string? brokers, int count, CancellationToken cancellationToken)
    {
        using var host = BlogHosting.ForPublishing(brokers, DeliveryTimeout);
        await host.StartAsync(cancellationToken);
        try
        {
            var producer = host.Services.GetRequiredService<IKafkaProducer>();
            var saved = 0;
            var tally = await LoadProgress.ShowAsync(count, async tally =>
            {
                for (; saved < count && tally.FirstError is null; saved += Math.Min(ChunkSize, count - saved))
                {
                    foreach (var blog in await SaveAsync(database, saved + 1, Math.Min(ChunkSize, count - saved), cancellationToken))
                        producer.Enqueue(BlogEvent.Topic, BlogEvent.Created(blog).ToJson(), onDelivered: tally.Add);
                }

                await producer.FlushAsync(cancellationToken);
            });

            Screen.Out.MarkupLineInterpolated($"{saved} blogs are saved; {tally.Delivered} events are published to {BlogEvent.Topic}.");
            if (tally.FirstError is null) return 0;
            Screen.Complain($"{tally.Failed} events are not published. The first: {tally.FirstError.Message}");
        }
        catch (MessageDeliveryException e)
        {
            Screen.Complain($"Stopped. {e.Message}");
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }

        return 1;
    }

    private static async Task<List<Blog>> SaveAsync(string database, int first, int count, CancellationToken cancellationToken)
    {
        await using var db = BlogDb.Open(database);
        var blogs = Enumerable.Range(first, count)
            .Select(number => new Blog { Title = $"blog {number}", Description = $"blog {number} description" })
            .ToList();
        db.Blogs.AddRange(blogs);
        await db.SaveChangesAsync(cancellationToken);
        return blogs;
    }
}
