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

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";
}
