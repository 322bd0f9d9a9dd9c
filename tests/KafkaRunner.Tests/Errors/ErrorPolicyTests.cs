using KafkaRunner.Errors;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Tests.Errors;

public sealed class ErrorPolicyTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(9, 8)]
    public void What_failed_is_tried_again_after_a_pause_that_grows(int attempt, int seconds)
    {
        var verdict = Decide(OutcomeKind.Failed, attempt: attempt);
        Assert.Equal(new Verdict(VerdictKind.Retry, TimeSpan.FromSeconds(seconds)), verdict);
    }

    [Fact]
    public void Of_a_batch_the_message_that_cannot_be_read_is_held_and_those_behind_it_wait_in_their_lanes()
    {
        Assert.Equal(VerdictKind.Hold, Decide(OutcomeKind.Unreadable).Kind);
        Assert.Equal(VerdictKind.PutBack, Decide(OutcomeKind.Unreadable, isFirst: false).Kind);
    }

    [Theory]
    [InlineData(OutcomeKind.Cancelled)]
    [InlineData(OutcomeKind.Fatal)]
    public void What_was_asked_to_end_is_left_for_whoever_comes_next(object outcome) => Assert.Equal(VerdictKind.Leave, Decide((OutcomeKind)outcome).Kind);

    [Fact]
    public void What_is_marked_processed_is_finished_whatever_came_of_the_rest() =>
        Assert.All(Enum.GetValues<OutcomeKind>(), kind => Assert.Equal(VerdictKind.Finish, Decide(kind, isMarked: true).Kind));

    [Fact]
    public void At_most_once_nothing_is_tried_twice() =>
        Assert.All(Enum.GetValues<OutcomeKind>(), kind => Assert.Equal(VerdictKind.Lose, Decide(kind, isAtMostOnce: true).Kind));

    private static Verdict Decide(OutcomeKind outcome, bool isMarked = false, bool isFirst = true, int attempt = 1, bool isAtMostOnce = false) =>
        new ErrorPolicy(isAtMostOnce, First, Longest).Decide(outcome, isMarked, isFirst, attempt, jitter: 0);
}
