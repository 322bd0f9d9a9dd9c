namespace KafkaRunner.Tests.Docs;

[SubscribesTo("greetings")]
public sealed class ReminderConsumer(IKafkaProducer producer, TimeProvider time) : Consumer<Greeting>
{
    public override async Task Process(Message<Greeting> message, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - message.Timestamp < TimeSpan.FromDays(1)) return;
        var reminder = message.Value with { Text = message.Value.Text + " again" };
        await producer.DeliverAsync("reminders", reminder, key: message.Value.Name, cancellationToken: cancellationToken);
    }
}
