using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace KafkaRunner.App;

/// <summary>How a runner logs unless configuration (<c>Logging:…</c>) says otherwise: to standard error, a line per event.</summary>
internal static class LogDefaults
{
    /// <summary>Adds the defaults as the weakest source of all.</summary>
    public static void AddTo(IConfigurationManager configuration, bool colors) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:System"] = "Warning",

                // Its one error besides says that the start failed, with a stack trace; the runner says that itself.
                ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
                ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
                ["Logging:Console:FormatterName"] = "simple",
                ["Logging:Console:FormatterOptions:SingleLine"] = "true",
                ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd HH:mm:ss.fff ",
                ["Logging:Console:FormatterOptions:ColorBehavior"] = colors ? "Enabled" : "Disabled",
            },
        });
}
