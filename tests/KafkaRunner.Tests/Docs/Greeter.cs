namespace KafkaRunner.Tests.Docs;

public sealed class Greeter(IKafkaProducer producer)
{
    public async Task GreetAsync(string name, CancellationToken cancellationToken)
    {
        var place = await producer.DeliverAsync("greetings", new Greeting(name, "hello"), key: name, cancellationToken: cancellationToken);
        Console.WriteLine($"Written to {place}");
    }

    public void GreetInTheBackground(string name)
    {
        producer.Enqueue("greetings", new Greeting(name, "hello"), key: name, onDelivered: report =>
        {
            if (!report.IsDelivered) Console.Error.WriteLine(report.Error.Message);
        });
    }
}
