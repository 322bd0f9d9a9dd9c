namespace KafkaRunner.Tests.App.Shop;

public abstract class ShopConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
}
