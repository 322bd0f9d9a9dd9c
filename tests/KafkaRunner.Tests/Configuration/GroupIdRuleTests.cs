using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class GroupIdRuleTests
{
    [Theory]
    [InlineData("BlogConsumer", "blog-consumer")]
    [InlineData("HTTPConsumer", "httpconsumer")]
    [InlineData("BlogV2Consumer", "blog-v2consumer")]
    [InlineData("aBCdE", "a-bcd-e")]
    [InlineData("Envelope`1", "envelope")]
    public void A_group_id_is_the_class_name_by_racecars_rule(string className, string expected) =>
        Assert.Equal(expected, GroupIdRule.Derive("", className));

    [Fact]
    public void A_prefix_is_put_in_front_as_it_is() => Assert.Equal("My-App.blog-consumer", GroupIdRule.Derive("My-App.", "BlogConsumer"));

    [Fact]
    public void A_nested_generic_class_counts_by_its_simple_name() =>
        Assert.Equal("nested-consumer", GroupIdRule.Derive("", typeof(NestedConsumer<int>)));

    private sealed class NestedConsumer<T>
    {
        public T? Value { get; set; }
    }
}
