using Microsoft.EntityFrameworkCore;

namespace Blogs.Commands;

/// <summary>Shows the newest audit rows.</summary>
internal static class AuditsCommand
{
    public static async Task<int> RunAsync(string database, int last, CancellationToken cancellationToken)
    {
        await using var db = BlogDb.Open(database);
        var rows = await db.BlogAudits.OrderByDescending(audit => audit.Id).Take(last).ToListAsync(cancellationToken);
        AuditTable.Write(rows.OrderBy(audit => audit.Id));
        var total = await db.BlogAudits.CountAsync(cancellationToken);
        Screen.Say(total > rows.Count ? $"The last {rows.Count} of {total} audit rows; --last {total} shows them all." : $"{total} audit rows.");
        return 0;
    }
}
