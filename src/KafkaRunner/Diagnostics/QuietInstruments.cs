using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KafkaRunner.Diagnostics;

/// <summary>Counts; what listeners throw goes to <paramref name="failed"/> and no further.</summary>
internal sealed class QuietCounter(Counter<long> counter, Action<Exception> failed)
{
    /// <summary>Gets whether anybody listens.</summary>
    public bool Enabled => counter.Enabled;

    public void Add(long value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(value, tags);
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}

/// <summary>Measures durations; what listeners throw goes to <paramref name="failed"/> and no further.</summary>
internal sealed class QuietHistogram(Histogram<double> histogram, Action<Exception> failed)
{
    /// <summary>Gets whether anybody listens.</summary>
    public bool Enabled => histogram.Enabled;

    public void Record(TimeSpan time, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            histogram.Record(time.TotalSeconds, tags);
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}

/// <summary>A span, or nothing where nobody listens; what listeners throw at its end goes to <paramref name="failed"/> and no further.</summary>
internal readonly struct QuietSpan(Activity? activity, Action<Exception> failed) : IDisposable
{
    /// <summary>Marks it as failed.</summary>
    public void Fail(Exception error)
    {
        activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        activity?.SetTag(TelemetryNames.ErrorType, error.GetType().FullName);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        try
        {
            activity?.Dispose();
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}
