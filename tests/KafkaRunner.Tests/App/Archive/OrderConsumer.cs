namespace KafkaRunner.Tests.App.Archive;

[SubscribesTo("archive")]
public sealed class OrderConsumer : Shop.ShopConsumer;
