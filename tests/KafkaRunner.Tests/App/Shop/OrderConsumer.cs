namespace KafkaRunner.Tests.App.Shop;

[SubscribesTo("orders", "returns")]
public sealed class OrderConsumer : ShopConsumer;
