using Blogs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KafkaRunner.Tests.Samples;

public sealed class BlogDbTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in (string[])[_file, _file + "-wal", _file + "-shm"]) File.Delete(file);
    }

    [Fact]
    public async Task Many_may_create_the_schema_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => BlogDb.CreateSchemaAsync(_file))));

        await using var db = BlogDb.Open(_file);
        Assert.Equal(0, await db.BlogAudits.CountAsync());
    }

    [Fact]
    public async Task A_repeated_event_adds_nothing_even_when_many_add_it_at_once()
    {
        await BlogDb.CreateSchemaAsync(_file);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var db = BlogDb.Open(_file);
            await db.AddOnceAsync(Audit("event 1", "first"), CancellationToken.None);
            await db.AddOnceAsync(Audit("event 2", null), CancellationToken.None);
        })));

        await using var db = BlogDb.Open(_file);
        var audits = await db.BlogAudits.OrderBy(audit => audit.EventId).ToListAsync();
        Assert.Equal(["event 1", "event 2"], audits.Select(audit => audit.EventId));
        Assert.Equal(["first", null], audits.Select(audit => audit.Title));
        Assert.All(audits, audit => Assert.Equal(Audit("", null).CreatedAt, audit.CreatedAt));
    }

    private static BlogAudit Audit(string eventId, string? title) => new()
    {
        EventId = eventId,
        EventType = BlogEvent.BlogCreated,
        EventTime = DateTimeOffset.UnixEpoch,
        BlogId = 7,
        Title = title,
        CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(49),
    };
}
