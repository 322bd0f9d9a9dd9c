using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Docs;

#pragma warning disable CA1848, CA1873 // it logs as people do
[SubscribesTo("greetings")]
public sealed class GreetingConsumer(ILogger<GreetingConsumer> log) : Consumer<Greeting>
{
    public override Task Process(Message<Greeting> message, CancellationToken cancellationToken)
    {
        log.LogInformation("{Name} says {Text}", message.Value.Name, message.Value.Text);
        return Task.CompletedTask;
    }
}
