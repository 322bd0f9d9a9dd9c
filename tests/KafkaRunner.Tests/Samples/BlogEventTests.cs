using System.Text;
using System.Text.Json;
using Blogs;

namespace KafkaRunner.Tests.Samples;

public class BlogEventTests
{
    // As a Rails application has sent it: ActiveSupport's to_json.
    private const string FromRails =
        """{"event_id":"4ebd836d-fab7-4958-90e1-f116661c7059","event_type":"blog_created","event_time":"2025-04-02T01:42:33Z","data":{"id":1,"title":"blog 1","description":"blog 1 description","created_at":"2025-04-02T01:42:33.049Z"}}""";

    private static readonly DateTimeOffset CreatedAt = new(2025, 4, 2, 1, 42, 33, 49, TimeSpan.Zero);

    [Fact]
    public void An_event_is_written_byte_for_byte_as_Rails_writes_it()
    {
        var india = TimeSpan.FromHours(5.5);
        var written = Event("blog 1", "blog 1 description") with { EventTime = CreatedAt.ToOffset(india).AddMicroseconds(900) };

        Assert.Equal(FromRails, written.ToJson());
    }

    [Fact]
    public void Letters_of_all_languages_are_written_as_they_are() =>
        Assert.Contains("\"title\":\"Größe <b> & 日本\",\"description\":null,", Event("Größe <b> & 日本", null).ToJson(), StringComparison.Ordinal);

    [Fact]
    public void An_event_from_Rails_is_read()
    {
        var read = Read(FromRails);

        Assert.Equal(Event("blog 1", "blog 1 description") with { EventTime = new(2025, 4, 2, 1, 42, 33, TimeSpan.Zero) }, read);
        Assert.Equal(TimeSpan.Zero, read.EventTime.Offset);
    }

    [Fact]
    public void A_blog_without_title_and_description_is_read()
    {
        var audit = BlogAudit.From(Read(FromRails.Replace("\"blog 1\"", "null", StringComparison.Ordinal).Replace("\"blog 1 description\"", "null", StringComparison.Ordinal)));

        Assert.Null(audit.Title);
        Assert.Equal((1, CreatedAt), (audit.BlogId, audit.CreatedAt));
    }

    [Fact]
    public void Escaped_html_is_read() =>
        Assert.Equal("<b> & </b>", Read(FromRails.Replace("\"blog 1\"", "\"\\u003cb\\u003e \\u0026 \\u003c/b\\u003e\"", StringComparison.Ordinal)).Data?.Title);

    [Fact]
    public void Unknown_fields_do_no_harm() =>
        Assert.Equal("blog 1", Read(FromRails.Replace("\"id\":1", "\"id\":1,\"tags\":[\"a\",{}]", StringComparison.Ordinal)).Data?.Title);

    [Fact]
    public void Another_event_need_have_no_data() =>
        Assert.Null(Read("""{"event_id":"1","event_type":"blog_deleted","event_time":"2025-04-02T01:42:33Z"}""").Data);

    [Fact]
    public void An_event_without_id_is_not_read() =>
        Assert.Throws<JsonException>(() => Read("""{"event_type":"blog_created","event_time":"2025-04-02T01:42:33Z","data":null}"""));

    private static BlogEvent Event(string? title, string? description) => new()
    {
        EventId = "4ebd836d-fab7-4958-90e1-f116661c7059",
        EventType = BlogEvent.BlogCreated,
        EventTime = CreatedAt,
        Data = new BlogEventData { Id = 1, Title = title, Description = description, CreatedAt = CreatedAt },
    };

    /// <summary>Reads as a consumer does unless told otherwise.</summary>
    private static BlogEvent Read(string json) =>
        JsonSerializer.Deserialize<BlogEvent>(Encoding.UTF8.GetBytes(json), JsonSerializerOptions.Web)!;
}
