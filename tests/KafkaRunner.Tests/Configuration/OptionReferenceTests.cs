using KafkaRunner.Configuration;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Configuration;

public class OptionReferenceTests
{
    [Fact]
    public void The_reference_page_lists_the_options_of_a_consumer() => AssertPageHas("consumer options", OptionReference.Table(OptionCatalog.Consumer));

    [Fact]
    public void The_reference_page_lists_the_options_of_the_producer() => AssertPageHas("producer options", OptionReference.Table(OptionCatalog.Producer));

    [Fact]
    public void The_reference_page_lists_the_properties_that_are_refused() => AssertPageHas("owned properties", OptionReference.OwnedTable());

    [Fact]
    public void The_reference_page_names_every_default_that_librdkafka_is_given()
    {
        var page = Page();
        foreach (var (name, value) in LibrdkafkaProperties.ForConsumer(new ConsumerOptions(), "group"))
        {
            if (OwnedProperties.Names.Contains(name)) continue;
            Assert.Contains($"| `{name}` | `{value.ToLowerInvariant()}` |", page, StringComparison.Ordinal);
        }
    }

    private static void AssertPageHas(string marker, string expected)
    {
        var text = $"<!-- {marker}: checked against the code -->\n\n{expected}\n<!-- end -->";
        Assert.True(Page().Contains(text, StringComparison.Ordinal), $"docs/reference/options.md should have, after its marker:\n\n{expected}");
    }

    private static string Page() => Repository.Read("docs", "reference", "options.md");
}
