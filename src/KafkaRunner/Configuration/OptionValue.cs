using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>From text to an option's value and back, for the types that options have.</summary>
internal static class OptionValue
{
    public static bool TryParse(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = text;
        else if (type == typeof(int) && int.TryParse(text, CultureInfo.InvariantCulture, out var number)) value = number;
        else if (type == typeof(TimeSpan) && DurationText.TryParse(text, out var duration)) value = duration;
        else if (type == typeof(bool) && bool.TryParse(text, out var truth)) value = truth;
        else if (type.IsEnum) value = EnumValue(type, text);
        return value is not null;
    }

    public static string Format(object? value) => value switch
    {
        null => "",
        TimeSpan duration => DurationText.Format(duration),
        bool truth => truth ? "true" : "false",
        Enum member => NameOf(member.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What a text must be to become this type: <c>duration</c>, <c>whole number</c>; empty where the range says it all.</summary>
    public static string KindOf(Type type) =>
        type == typeof(TimeSpan) ? "duration" :
        type == typeof(int) ? "whole number" : "";

    /// <summary>Examples to end a sentence with; empty where none are needed.</summary>
    public static string ExamplesOf(Type type) => type == typeof(TimeSpan) ? ", like 500ms, 2s or 00:00:02" : "";

    /// <summary>All values where they can be listed: <c>earliest or latest</c>; empty where they cannot.</summary>
    public static string ChoicesOf(Type type)
    {
        if (type == typeof(bool)) return "true or false";
        if (!type.IsEnum) return "";
        var names = Enum.GetNames(type).Select(NameOf).ToArray();
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>By name only: numbers would let through what no one can read.</summary>
    private static object? EnumValue(Type type, string text)
    {
        var given = text.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    private static string NameOf(string member) => OptionNames.Words(member, '-').ToLowerInvariant();
}
