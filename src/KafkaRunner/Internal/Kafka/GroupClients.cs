using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Makes the client that a consumer asked for, or the managed one where librdkafka's own functions cannot be used.</summary>
internal static class GroupClients
{
    /// <exception cref="KafkaRunnerConfigurationException">librdkafka cannot be loaded, or refuses properties.</exception>
    public static IGroupClient Create(ConsumerDefinition consumer, ConsumerConfig properties, ILogger librdkafkaLogger, ILogger logger)
    {
        try
        {
            return Make(consumer, properties, librdkafkaLogger, logger);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KafkaException)
        {
            throw new KafkaRunnerConfigurationException($"{consumer.Name}: the client refuses its properties: {exception.Message}", exception);
        }
    }

    private static IGroupClient Make(ConsumerDefinition consumer, ConsumerConfig properties, ILogger librdkafkaLogger, ILogger logger)
    {
        if (consumer.Options.MessageSource == MessageSource.Native)
        {
            try
            {
                return new NativeGroupClient(properties, librdkafkaLogger);
            }
            catch (NativeUnavailableException exception)
            {
                logger.NativeUnavailable(consumer.Name, exception.Message);
            }
        }

        var client = new ManagedGroupClient(properties, librdkafkaLogger);
        logger.ReadsManaged(consumer.Name);
        return client;
    }
}
