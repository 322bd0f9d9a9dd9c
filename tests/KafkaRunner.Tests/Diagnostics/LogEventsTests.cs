using System.Reflection;
using KafkaRunner.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Diagnostics;

public sealed class LogEventsTests
{
    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        var methods = typeof(LogEvents).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().Select(a => a.EventId).ToArray();
        Assert.NotEmpty(methods);
        Assert.DoesNotContain(methods, id => id <= 0);
        Assert.Equal(methods.Distinct().Count(), methods.Length);

        var declared = typeof(LogEvents).GetFields().Select(f => (int)f.GetRawConstantValue()!).ToArray();
        Assert.Equal(declared.Order(), declared.Distinct().Order());
        Assert.Empty(methods.Except(declared));
    }
}
