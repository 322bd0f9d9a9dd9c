using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Internal.Partitions;

/// <summary>A question that is asked again and again, by a clock, and not before the last one has ended. One thread uses it.</summary>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks.</param>
internal sealed class PeriodicQuestion<T>(TimeProvider time, Func<Task<T>> ask)
{
    private Task<T>? _asked;

    /// <summary>Gets when it was last asked, or made.</summary>
    public long AskedAt { get; private set; } = time.GetTimestamp();

    /// <summary>Gets whether it is asked just now.</summary>
    public bool IsAsked => _asked is not null;

    /// <summary>Takes the answer, where there is one; a question that failed has none.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T answer)
    {
        answer = default;
        if (_asked is not { IsCompleted: true } asked) return false;
        _asked = null;
        if (!asked.IsCompletedSuccessfully) return false;
        answer = asked.Result;
        return true;
    }

    /// <summary>Asks, if it is not being asked and the last time is long enough ago.</summary>
    /// <returns>Whether it does.</returns>
    public bool AskIfDue(TimeSpan interval)
    {
        if (IsAsked || time.GetElapsedTime(AskedAt) < interval) return false;
        AskedAt = time.GetTimestamp();
        _asked = ask();
        return true;
    }
}
