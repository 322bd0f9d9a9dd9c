using Confluent.Kafka;
using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

public class DeliveryFailureTests
{
    private static readonly ProducerOptions Options = new() { Brokers = "one:9092" };

    [Fact]
    public void A_timeout_names_the_option_and_the_brokers()
    {
        var failure = DeliveryFailure.Of("orders", 3, new Error(ErrorCode.Local_MsgTimedOut), mayHaveBeenWritten: true, Options);
        Assert.Equal(
            "Message not delivered to orders: no acknowledgement within 00:05:00 (DeliveryTimeout). " +
            "It may have been written all the same, so sending it again may repeat it. " +
            "See whether one:9092 can be reached and orders[3] has a leader, or raise DeliveryTimeout.",
            failure.Message);
        Assert.Equal("orders", failure.Topic);
        Assert.True(failure.MayHaveBeenWritten);
        Assert.NotNull(failure.InnerException);
    }

    [Fact]
    public void An_absent_topic_comes_with_the_command_that_creates_it()
    {
        var failure = DeliveryFailure.Of("orders", null, new Error(ErrorCode.UnknownTopicOrPart), mayHaveBeenWritten: false, Options);
        Assert.Contains("kafka-topics.sh --bootstrap-server one:9092 --create --topic orders", failure.Message, StringComparison.Ordinal);
        Assert.Contains("It was not written.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_error_keeps_the_clients_words_and_code()
    {
        var failure = DeliveryFailure.Of("orders", null, new Error(ErrorCode.InvalidRecord, "Broker: no good"), mayHaveBeenWritten: false, Options);
        Assert.Equal("Broker: no good (InvalidRecord)", failure.Reason);
    }
}
