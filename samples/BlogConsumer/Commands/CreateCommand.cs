using KafkaRunner;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Blogs.Commands;

/// <summary>Saves a blog, then publishes its event.</summary>
internal static class CreateCommand
{
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(
        string database, string? brokers, string title, string? description, CancellationToken cancellationToken)
    {
        using var host = BlogHosting.ForPublishing(brokers, DeliveryTimeout);
        await host.StartAsync(cancellationToken);
        await using var db = BlogDb.Open(database);
        var blog = new Blog { Title = title, Description = description };
        db.Blogs.Add(blog);
        await db.SaveChangesAsync(cancellationToken);
        try
        {
            var created = BlogEvent.Created(blog);
            var place = await host.Services.GetRequiredService<IKafkaProducer>()
                .DeliverAsync(BlogEvent.Topic, created.ToJson(), cancellationToken: cancellationToken);
            Screen.Out.MarkupLineInterpolated($"Blog {blog.Id} is saved; its event {created.EventId} is {place}.");
            return 0;
        }
        catch (MessageDeliveryException e)
        {
            Screen.Complain($"Blog {blog.Id} is saved, but its event is not published. {e.Message}");
            return 1;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
