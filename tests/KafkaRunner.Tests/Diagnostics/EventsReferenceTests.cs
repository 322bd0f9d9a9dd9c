using System.Reflection;
using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Diagnostics;

public sealed class EventsReferenceTests
{
    [Fact]
    public void The_reference_page_lists_the_log_events()
    {
        var levels = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToLookup(a => a.EventId, a => a.Level == LogLevel.None ? "librdkafka's own" : a.Level.ToString());
        var events = typeof(LogEvents).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(f => (Id: (int)f.GetValue(null)!, f.Name))
            .OrderBy(e => e.Id)
            .Select(e => $"| {e.Id} | `{e.Name}` | {levels[e.Id].FirstOrDefault("not written any more")} |");
        Assert.Equal(events, Repository.Read("docs", "reference", "events.md").Split('\n').Where(l => l.Length > 2 && char.IsDigit(l[2])).Select(l => l[..(l.LastIndexOf(" |", l.Length - 3, StringComparison.Ordinal) + 2)]));
    }
}
