using KafkaRunner.App;
using KafkaRunner.Tests.App.Shop;

namespace KafkaRunner.Tests.App;

public sealed class NameResolverTests
{
    private static readonly OfferedConsumer[] Shop =
        [new(typeof(OrderConsumer), ""), new(typeof(PaymentConsumer), ""), new(typeof(ShopConsumer), "")];

    private static readonly OfferedConsumer[] WithTwins = [.. Shop, new(typeof(Archive.OrderConsumer), "")];

    [Theory]
    [InlineData("OrderConsumer")]
    [InlineData("orderconsumer")]
    [InlineData("KafkaRunner.Tests.App.Shop.OrderConsumer")]
    [InlineData("kafkarunner.tests.app.shop.ORDERCONSUMER")]
    public void A_name_may_be_short_or_full_in_any_case(string name) =>
        Assert.Equal([typeof(OrderConsumer)], Found(Shop, name));

    [Fact]
    public void Several_names_find_several_classes_in_the_order_given() =>
        Assert.Equal([typeof(PaymentConsumer), typeof(OrderConsumer)], Found(Shop, "paymentconsumer", "OrderConsumer"));

    [Fact]
    public void A_class_named_twice_is_hosted_once() =>
        Assert.Equal([typeof(OrderConsumer)], Found(Shop, "OrderConsumer", "KafkaRunner.Tests.App.Shop.OrderConsumer"));

    [Fact]
    public void A_nested_class_may_be_named_with_a_dot_or_a_plus()
    {
        OfferedConsumer[] nested = [new(typeof(NestedConsumer), "")];
        Assert.Equal([typeof(NestedConsumer)], Found(nested, "KafkaRunner.Tests.App.NameResolverTests.NestedConsumer"));
        Assert.Equal([typeof(NestedConsumer)], Found(nested, "KafkaRunner.Tests.App.NameResolverTests+NestedConsumer"));
    }

    [Fact]
    public void A_short_name_that_two_classes_share_is_ambiguous_and_both_full_names_are_told() =>
        Assert.Equal(
            "'OrderConsumer' can mean KafkaRunner.Tests.App.Archive.OrderConsumer or KafkaRunner.Tests.App.Shop.OrderConsumer. Give the full name.",
            Problem(WithTwins, "OrderConsumer"));

    [Fact]
    public void A_class_whose_short_name_is_shared_is_reached_by_its_full_name() =>
        Assert.Equal([typeof(Archive.OrderConsumer)], Found(WithTwins, "KafkaRunner.Tests.App.Archive.OrderConsumer"));

    [Fact]
    public void An_unknown_name_suggests_the_nearest() =>
        Assert.Equal("There is no consumer 'OrderConsumr'. Did you mean OrderConsumer?", Problem(Shop, "OrderConsumr"));

    [Fact]
    public void An_unknown_name_that_resembles_nothing_suggests_nothing() =>
        Assert.Equal("There is no consumer 'zebra'.", Problem(Shop, "zebra"));

    [Fact]
    public void An_abstract_class_is_refused_with_the_way_out() =>
        Assert.Equal(
            "KafkaRunner.Tests.App.Shop.ShopConsumer is abstract, so it cannot be hosted. Name a class that derives from it.",
            Problem(Shop, "ShopConsumer"));

    private static IReadOnlyList<Type> Found(OfferedConsumer[] offered, params string[] names)
    {
        var (types, problem) = NameResolver.Resolve(names, offered);
        Assert.Null(problem);
        return types;
    }

    private static string? Problem(OfferedConsumer[] offered, string name) => NameResolver.Resolve([name], offered).Problem;

    internal sealed class NestedConsumer : ShopConsumer;
}
