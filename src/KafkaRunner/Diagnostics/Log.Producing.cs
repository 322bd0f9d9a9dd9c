using Microsoft.Extensions.Logging;

namespace KafkaRunner.Diagnostics;

/// <content>Producing.</content>
internal static partial class Log
{
    [LoggerMessage(LogEvents.ProducerConnectionTrouble, LogLevel.Warning,
        "The producer cannot work with {Brokers}: {Reason}. It keeps trying; this is said once a minute at most (held back: {HeldBack})")]
    public static partial void ProducerConnectionTrouble(this ILogger logger, string brokers, string reason, long heldBack);

    [LoggerMessage(LogEvents.DeliveryFailed, LogLevel.Error, "{Failure} This is said once a minute at most (held back: {HeldBack})")]
    public static partial void DeliveryFailed(this ILogger logger, string failure, long heldBack);

    [LoggerMessage(LogEvents.DeliveryCallbackFailed, LogLevel.Error,
        "A delivery callback for {Topic} threw; the message's delivery itself is not touched by that (delivered: {IsDelivered})")]
    public static partial void DeliveryCallbackFailed(this ILogger logger, Exception exception, string topic, bool isDelivered);

    [LoggerMessage(LogEvents.GivenUpAtStop, LogLevel.Error,
        "{Count} messages were given up, because {Brokers} did not acknowledge them within the {Seconds:F1} s that the stop could wait (FlushTimeout)")]
    public static partial void GivenUpAtStop(this ILogger logger, long count, string brokers, double seconds);

    [LoggerMessage(LogEvents.ProducerReplaced, LogLevel.Error,
        "The producer's client cannot go on: {Reason}. What it had not delivered fails; a new client takes its place")]
    public static partial void ProducerReplaced(this ILogger logger, string reason);

    [LoggerMessage(LogEvents.ProducerStopped, LogLevel.Information, "The producer stopped: {Delivered} messages delivered, {Failed} not")]
    public static partial void ProducerStopped(this ILogger logger, long delivered, long failed);
}
