using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Blogs;

/// <summary>Blogs and their audit rows, in one SQLite file that several processes may use at once.</summary>
public sealed class BlogDb(DbContextOptions<BlogDb> options) : DbContext(options)
{
    private const int SchemaAttempts = 10;

    public DbSet<Blog> Blogs => Set<Blog>();

    public DbSet<BlogAudit> BlogAudits => Set<BlogAudit>();

    /// <summary>Opens the file. A statement waits up to 30 seconds for another process that is writing.</summary>
    public static BlogDb Open(string file) => new(new DbContextOptionsBuilder<BlogDb>().UseSqlite(ConnectionString(file)).Options);

    public static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();

    /// <summary>Creates file and tables unless they are there, in write-ahead mode: a writer does not keep readers waiting.</summary>
    public static async Task CreateSchemaAsync(string file)
    {
        await using var db = Open(file);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.Database.EnsureCreatedAsync();
                await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = wal");
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 1 or 5 or 6 && attempt < SchemaAttempts)
            {
                // Error, busy, locked: another process is creating the same tables at this moment.
                await Task.Delay(attempt * 50);
            }
        }
    }

    /// <summary>Adds the row unless its event has one: at least once may mean twice.</summary>
    public Task AddOnceAsync(BlogAudit audit, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"""
         INSERT INTO BlogAudits (EventId, EventType, EventTime, BlogId, Title, CreatedAt)
         VALUES ({audit.EventId}, {audit.EventType}, {audit.EventTime}, {audit.BlogId}, {audit.Title}, {audit.CreatedAt})
         ON CONFLICT (EventId) DO NOTHING
         """,
        cancellationToken);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<BlogAudit>().HasIndex(audit => audit.EventId).IsUnique();
}
