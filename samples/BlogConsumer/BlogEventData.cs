using System.Text.Json.Serialization;

namespace Blogs;

/// <summary>The blog inside a <see cref="BlogEvent"/>. Other applications may send one without title or description.</summary>
public sealed record BlogEventData
{
    [JsonPropertyName("id")]
    public long Id { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("created_at"), UtcTime("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")]
    public DateTimeOffset CreatedAt { get; init; }
}
