using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>2s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, <c>00:00:02</c>, or seconds alone.</summary>
internal static class DurationText
{
    // Longest suffix first, so that "ms" is not taken for seconds.
    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("min", TimeSpan.TicksPerMinute),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    // For writing: the largest unit that divides the duration.
    private static readonly (string Name, long Ticks)[] Names =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("min", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        foreach (var (suffix, ticks) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) return TryScale(text[..^suffix.Length].TrimEnd(), ticks, out duration);
        }

        return TryScale(text, TimeSpan.TicksPerSecond, out duration);   // Racecar's times are seconds
    }

    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0 s";
        foreach (var (name, ticks) in Names)
        {
            if (duration.Ticks % ticks == 0) return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks} {name}");
        }

        return duration.ToString("c", CultureInfo.InvariantCulture);
    }

    private static bool TryScale(string number, long unit, out TimeSpan duration)
    {
        duration = default;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out var count)) return false;
        if (Math.Abs(count) > (decimal)(TimeSpan.MaxValue.Ticks / unit)) return false;
        duration = TimeSpan.FromTicks((long)(count * unit));
        return true;
    }
}
