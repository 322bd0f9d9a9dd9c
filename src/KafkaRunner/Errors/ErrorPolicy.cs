using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Errors;

/// <summary>Decides what happens next with each message of an attempt that did not finish all. Pure.</summary>
/// <param name="isAtMostOnce">Whether nothing is tried twice.</param>
/// <param name="backoff">The first pause.</param>
/// <param name="maxBackoff">The longest one.</param>
internal sealed class ErrorPolicy(bool isAtMostOnce, TimeSpan backoff, TimeSpan maxBackoff)
{
    /// <summary>Gets what happens next.</summary>
    /// <param name="outcome">What came of the attempt.</param>
    /// <param name="isMarked">Whether the consumer has said that it is done with this message of its batch.</param>
    /// <param name="isFirst">Whether no message before it is unfinished.</param>
    /// <param name="attempt">Which attempt it was, from 1.</param>
    /// <param name="jitter">A random number from 0 to 1, the same for all messages of the attempt.</param>
    public Verdict Decide(OutcomeKind outcome, bool isMarked, bool isFirst, int attempt, double jitter)
    {
        if (isMarked) return new Verdict(VerdictKind.Finish);
        if (isAtMostOnce) return new Verdict(VerdictKind.Lose);
        return outcome switch
        {
            OutcomeKind.Failed => new Verdict(VerdictKind.Retry, Backoff.Delay(backoff, maxBackoff, attempt, jitter)),
            OutcomeKind.Unreadable => new Verdict(isFirst ? VerdictKind.Hold : VerdictKind.PutBack),
            _ => new Verdict(VerdictKind.Leave),
        };
    }
}
