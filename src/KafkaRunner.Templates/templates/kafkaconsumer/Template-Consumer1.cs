using KafkaRunner;
using Microsoft.Extensions.Logging;

namespace TemplateNamespace;

[SubscribesTo("template-topic")]
public sealed class TemplateClass(ILogger<TemplateClass> log) : Consumer<TemplateValue>
{
    public override Task Process(Message<TemplateValue> message, CancellationToken cancellationToken)
    {
        log.LogInformation("Got {Message}: {Value}", message.ToString(), message.Value);
        return Task.CompletedTask;
    }
}
