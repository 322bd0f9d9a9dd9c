namespace Blogs;

/// <summary>What the consumer notes down of one event.</summary>
public sealed class BlogAudit
{
    public long Id { get; private set; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public DateTimeOffset EventTime { get; init; }

    public long BlogId { get; init; }

    public string? Title { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static BlogAudit From(BlogEvent e)
    {
        var blog = e.Data ?? throw new InvalidDataException($"Event {e.EventId} is a {e.EventType} but has no data.");
        return new BlogAudit
        {
            EventId = e.EventId,
            EventType = e.EventType,
            EventTime = e.EventTime,
            BlogId = blog.Id,
            Title = blog.Title,
            CreatedAt = blog.CreatedAt,
        };
    }
}
