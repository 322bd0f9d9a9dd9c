namespace KafkaRunner.Errors;

/// <summary>How long to wait before the next attempt. Pure.</summary>
internal static class Backoff
{
    /// <summary>The first pause, doubled for each further attempt up to the longest one, less up to a quarter by chance.</summary>
    /// <param name="first">The pause after attempt 1.</param>
    /// <param name="longest">The longest pause.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">At least 0, below 1. It spreads attempts that failed at the same moment.</param>
    /// <returns>The pause.</returns>
    public static TimeSpan Delay(TimeSpan first, TimeSpan longest, int attempt, double chance)
    {
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 60));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, longest.TotalMilliseconds) * (1 - (chance / 4)));
    }
}
