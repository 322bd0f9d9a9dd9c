using KafkaRunner;
using Microsoft.Extensions.Logging;

namespace TemplateNamespace;

[SubscribesTo("template-topic")]
public sealed class TemplateConsumer1(ILogger<TemplateConsumer1> log) : Consumer<TemplateValue>
{
    public override Task Process(Message<TemplateValue> message, CancellationToken cancellationToken)
    {
        log.LogInformation("Got {Message}: {Value}", message.ToString(), message.Value);
        return Task.CompletedTask;
    }
}
