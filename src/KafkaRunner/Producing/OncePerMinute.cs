using System.Collections.Concurrent;

namespace KafkaRunner.Producing;

/// <summary>Lets the first of many equal log lines pass, then one a minute that tells how many were held back.</summary>
internal sealed class OncePerMinute(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <param name="line">What makes two lines equal. There must not be many different ones: they are kept.</param>
    /// <param name="heldBack">How many equal ones did not pass since the last that did.</param>
    public bool MayPass(string line, out long heldBack)
    {
        var seen = _lines.GetOrAdd(line, static _ => new Line());
        lock (seen)
        {
            heldBack = seen.HeldBack;
            if (seen.Last is { } last && time.GetElapsedTime(last) < Interval)
            {
                seen.HeldBack++;
                return false;
            }

            seen.Last = time.GetTimestamp();
            seen.HeldBack = 0;
            return true;
        }
    }

    private sealed class Line
    {
        public long? Last { get; set; }

        public long HeldBack { get; set; }
    }
}
