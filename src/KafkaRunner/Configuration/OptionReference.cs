using System.Globalization;
using System.Text;

namespace KafkaRunner.Configuration;

/// <summary>Writes the tables of the options' reference page from their declarations.</summary>
internal static class OptionReference
{
    /// <summary>A markdown table with a line for each option, ending with a line break.</summary>
    public static string Table(OptionCatalog catalog)
    {
        var table = new StringBuilder();
        table.Append("| key | variable | flag | default | values | meaning |\n");
        table.Append("|---|---|---|---|---|---|\n");
        foreach (var row in Rows(catalog))
            table.Append(CultureInfo.InvariantCulture, $"| {Code(row.Key)} | {Code(row.Variable)} | {Code(row.Flag)} | {Code(row.Default)} | {row.Range} | {row.Help} |\n");
        return table.ToString();
    }

    public static IEnumerable<OptionReferenceRow> Rows(OptionCatalog catalog) => catalog.Options.Select(option =>
        new OptionReferenceRow(option.Name, option.Key, option.Variable, option.Flag, option.DefaultText, option.RangeText, option.Summary));

    /// <summary>A markdown table of the librdkafka properties that are refused, and why.</summary>
    public static string OwnedTable()
    {
        var table = new StringBuilder("| property | why, and what to do |\n|---|---|\n");
        foreach (var name in OwnedProperties.Names) table.Append(CultureInfo.InvariantCulture, $"| {Code(name)} | {OwnedProperties.ReasonOf(name)} |\n");
        return table.ToString();
    }

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";
}
