namespace KafkaRunner.Tests.App.Shop;

[SubscribesTo("payments")]
public sealed class PaymentConsumer : ShopConsumer;
