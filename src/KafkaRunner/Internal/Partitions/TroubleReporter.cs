using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Tells of errors that the client copes with by itself: once, with what to do, then at growing intervals. Poll thread only.</summary>
internal sealed class TroubleReporter(WorkerContext context)
{
    private readonly Trouble _connection = new(context.Time);
    private readonly Dictionary<string, Trouble> _others = [];
    private readonly Dictionary<string, Trouble> _lasting = [];     // that the group works does not end these

    public void Report(Error error)
    {
        var (consumer, logger) = (context.Consumer, context.Logger);
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            // "Subscribed topic not available: blog_events: Broker: Unknown topic or partition"
            var topic = consumer.Topics.FirstOrDefault(t => error.Reason.Contains($" {t}:", StringComparison.Ordinal)) ?? string.Join(", ", consumer.Topics);
            if (TroubleOf(topic).Tell()) logger.TopicMissing(topic, consumer.Name, consumer.Options.Brokers);
        }
        else if (IsConnection(error.Code))
        {
            if (_connection.Tell()) logger.ConnectionTrouble(consumer.Name, consumer.Options.Brokers, error.Reason, _connection.Interval.TotalSeconds);
        }
        else if (TroubleOf(ClientErrors.Subject(error), ClientErrors.Lasts(error.Code)).Tell())
        {
            logger.ClientError(consumer.Name, error.Code.ToString(), ClientErrors.Explain(error, consumer));
        }
    }

    /// <summary>The group works.</summary>
    public void Clear()
    {
        if (_connection.Clear()) context.Logger.ConnectionRestored(context.Consumer.Name, context.Consumer.Options.Brokers);
        _others.Clear();
    }

    private static bool IsConnection(ErrorCode code) => code is
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Authentication
        or ErrorCode.Local_Ssl or ErrorCode.Local_TimedOut or ErrorCode.Local_NodeUpdate or ErrorCode.SaslAuthenticationFailed;

    private Trouble TroubleOf(string what, bool lasts = false)
    {
        var troubles = lasts ? _lasting : _others;
        if (!troubles.TryGetValue(what, out var trouble)) troubles[what] = trouble = new Trouble(context.Time);
        return trouble;
    }
}
