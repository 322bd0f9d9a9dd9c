using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>Turns lists (<c>Brokers:0</c>, <c>Brokers:1</c>) into one text with commas, as options and librdkafka take them.</summary>
internal static class ConfigurationLists
{
    public static IEnumerable<(string Path, string Text)> Join(IEnumerable<(string Path, string Text)> leaves)
    {
        var lists = new Dictionary<string, SortedList<int, string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, text) in leaves)
        {
            var colon = path.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(path.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                yield return (path, text);
                continue;
            }

            var parent = path[..colon];
            if (!lists.TryGetValue(parent, out var list)) lists[parent] = list = [];
            list[index] = text;
        }

        foreach (var (path, list) in lists) yield return (path, string.Join(',', list.Values));
    }
}
