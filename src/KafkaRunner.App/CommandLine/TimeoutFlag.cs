using System.Globalization;

namespace KafkaRunner.App.CommandLine;

/// <summary>Reads the value of <c>--timeout</c>.</summary>
internal static class TimeoutFlag
{
    /// <summary>About 46 days; timers end a little later.</summary>
    private const double MaxSeconds = 4_000_000;

    /// <summary>The range as the help and the errors say it.</summary>
    public const string RangeText = "more than 0, at most 4000000";

    /// <summary>Reads <paramref name="value"/>; null stays null.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">It is no number of seconds in the range.</exception>
    public static TimeSpan? Read(string? value)
    {
        if (value is null)
        {
            return null;
        }

        var isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds is > 0 and <= MaxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new KafkaRunnerConfigurationException(
                $"Command line: --timeout is '{value}'; it must be a number of seconds, {RangeText}.");
    }
}
