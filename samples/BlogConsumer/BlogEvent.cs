using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blogs;

/// <summary>What happened to a blog, in the form in which it travels: names, order and time formats are the contract.</summary>
public sealed record BlogEvent
{
    /// <summary>The topic of all blog events.</summary>
    public const string Topic = "blog_events";

    /// <summary>The <see cref="EventType"/> of a new blog.</summary>
    public const string BlogCreated = "blog_created";

    // Leaves é and 日本 as they are: this JSON is no part of a web page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    [JsonPropertyName("event_time"), UtcTime("yyyy-MM-dd'T'HH:mm:ss'Z'")]
    public DateTimeOffset EventTime { get; init; }

    [JsonPropertyName("data")]
    public BlogEventData? Data { get; init; }

    public static BlogEvent Created(Blog blog) => new()
    {
        EventId = Guid.NewGuid().ToString(),
        EventType = BlogCreated,
        EventTime = DateTimeOffset.UtcNow,
        Data = new BlogEventData
        {
            Id = blog.Id,
            Title = blog.Title,
            Description = blog.Description,
            CreatedAt = blog.CreatedAt,
        },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
