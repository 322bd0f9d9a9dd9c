using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class NearestNameTests
{
    private static readonly string[] Known = ["CommitInterval", "MaxConcurrency", "BatchSize", "BatchWait"];

    [Theory]
    [InlineData("ComitInterval", "CommitInterval")]
    [InlineData("COMMITINTERVALL", "CommitInterval")]
    [InlineData("maxconcurency", "MaxConcurrency")]
    [InlineData("BtachSize", "BatchSize")]
    [InlineData("batchwait", "BatchWait")]
    public void A_misspelt_name_finds_the_one_that_was_meant(string given, string expected) => Assert.Equal(expected, NearestName.Find(given, Known));

    [Theory]
    [InlineData("Prefetch")]
    [InlineData("x")]
    [InlineData("")]
    public void A_name_that_is_near_to_none_finds_none(string given) => Assert.Null(NearestName.Find(given, Known));

    [Fact]
    public void Two_swapped_letters_are_one_mistake() => Assert.Equal(1, NearestName.Distance("BtachSize", "BatchSize"));
}
