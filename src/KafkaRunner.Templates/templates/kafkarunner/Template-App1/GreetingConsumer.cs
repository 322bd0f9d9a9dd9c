using KafkaRunner;
using Microsoft.Extensions.Logging;

namespace TemplateNamespace;

[SubscribesTo("template-topic")]
public sealed class GreetingConsumer(ILogger<GreetingConsumer> log) : Consumer<Greeting>
{
    public override Task Process(Message<Greeting> message, CancellationToken cancellationToken)
    {
        log.LogInformation("Hello, {Name}!", message.Value.Name);
        return Task.CompletedTask;
    }
}
