using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Passes librdkafka's own log lines on. Connection trouble also arrives as an error, and is told there, once.</summary>
internal static class LibrdkafkaLog
{
    public static void Write(ILogger logger, LogMessage line) =>
        logger.Librdkafka(line.Facility is "FAIL" or "ERROR" or "MAXPOLL" ? LogLevel.Debug : LevelOf(line.Level), line.Facility, line.Name, line.Message);

    private static LogLevel LevelOf(SyslogLevel level) => level switch
    {
        <= SyslogLevel.Error => LogLevel.Error,
        SyslogLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Debug,
    };
}
