using System.Globalization;
using Spectre.Console;

namespace Blogs.Commands;

/// <summary>Audit rows as a table.</summary>
internal static class AuditTable
{
    public static void Write(IEnumerable<BlogAudit> audits)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("event id", "event type", "blog id", "title", "created at");
        foreach (var audit in audits)
        {
            table.AddRow(
                new Text(audit.EventId),
                new Text(audit.EventType),
                new Text(audit.BlogId.ToString(CultureInfo.InvariantCulture)),
                new Text(audit.Title ?? ""),
                new Text(audit.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        }

        Screen.Out.Write(table);
    }
}
