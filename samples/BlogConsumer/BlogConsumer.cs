using KafkaRunner;
using Microsoft.Extensions.Logging;

namespace Blogs;

[SubscribesTo("blog_events")]
public sealed class BlogConsumer(BlogDb db, ILogger<BlogConsumer> log) : Consumer<BlogEvent>
{
    public override async Task Process(Message<BlogEvent> message, CancellationToken cancellationToken)
    {
        if (message.Value.EventType == BlogEvent.BlogCreated)
            await db.AddOnceAsync(BlogAudit.From(message.Value), cancellationToken);
        else
            log.LogInformation("Ignored {EventType} {EventId}", message.Value.EventType, message.Value.EventId);
    }
}
