using System.Globalization;

namespace KafkaRunner.App;

/// <summary>Writes a span of time as the command line takes it.</summary>
internal static class Seconds
{
    /// <summary>Writes <paramref name="time"/> like <c>300 s</c> or <c>0.5 s</c>.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
