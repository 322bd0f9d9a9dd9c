using CsCheck;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Tests.Offsets;

public sealed class OffsetTrackerTests
{
    [Fact]
    public void It_never_takes_for_finished_what_is_not_and_forgets_nothing_that_is() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 3], Gen.Int[0, 1_000]).List[1, 150].Sample(
            steps =>
            {
                var tracker = new OffsetTracker();
                var (read, unfinished) = (new List<(long Offset, int Epoch)>(), new List<Tracked>());
                var (end, epoch) = (-1L, 0);
                foreach (var (step, gap, number) in steps)
                {
                    if (step <= 4)
                    {
                        var offset = Math.Max(end, 0) + gap - 1;
                        epoch += number % 10 == 0 ? 1 : 0;
                        read.Add((offset, epoch));
                        end = offset + 1;
                        if (step == 4)
                        {
                            tracker.AddFinished(offset, epoch);
                        }
                        else
                        {
                            unfinished.Add(new Tracked(offset) { LeaderEpoch = epoch });
                            tracker.Add(unfinished[^1]);
                        }
                    }
                    else if (step == 5 && end >= 0)
                    {
                        end += gap;     // markers of transactions
                        tracker.AdvanceTo(end);
                    }
                    else if (unfinished.Count > 0)
                    {
                        var finished = unfinished[number % unfinished.Count];
                        unfinished.Remove(finished);
                        tracker.Finish(finished);
                    }

                    if (!Agrees(tracker, read, unfinished, end)) return false;
                }

                return true;
            },
            iter: 2_000);

    [Fact]
    public void A_log_that_went_back_leaves_nothing_of_what_was()
    {
        var tracker = new OffsetTracker();
        tracker.Add(new Tracked(5) { LeaderEpoch = 3 });
        tracker.AddFinished(6, 3);
        Assert.True(tracker.IsBehind(6));
        tracker.CutTo(0, 0, _ => { });
        Assert.False(tracker.IsBehind(0));
        Assert.Equal((0, 0, -1), (tracker.Next.Offset, tracker.Unfinished, tracker.NewestFinishedEpoch));
    }

    private static bool Agrees(OffsetTracker tracker, List<(long Offset, int Epoch)> read, List<Tracked> unfinished, long end)
    {
        var next = unfinished.Count > 0 ? unfinished.Min(u => u.Offset) : end;
        var before = read.LastOrDefault(r => r.Offset < next, (Offset: -1, Epoch: -1)).Epoch;
        if (tracker.Next != (next, before) || tracker.Unfinished != unfinished.Count || tracker.End != end) return false;
        var isFinished = read.Select(r => r.Offset).Except(unfinished.Select(u => u.Offset)).ToHashSet();
        if (unfinished.Count > 0 && tracker.FinishedBeyond != isFinished.Count(o => o > next)) return false;

        var ranges = new List<OffsetRange>();
        tracker.CopyFinished(ranges);
        var beyond = ranges.SelectMany(r => Enumerable.Range(0, (int)(r.End - r.First)).Select(i => r.First + i)).ToHashSet();
        return !beyond.Overlaps(unfinished.Select(u => u.Offset)) && isFinished.Where(o => o > next).All(beyond.Contains);
    }

    private sealed class Tracked(long offset) : TrackedOffset
    {
        public override long Offset => offset;
    }
}
