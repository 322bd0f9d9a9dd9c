namespace Blogs;

/// <summary>A blog, as its table holds it.</summary>
public sealed class Blog
{
    public long Id { get; private set; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UtcNow;
}
