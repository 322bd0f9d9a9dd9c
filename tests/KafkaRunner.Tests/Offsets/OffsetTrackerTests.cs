using CsCheck;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Tests.Offsets;

public sealed class OffsetTrackerTests
{
    [Fact]
    public void It_never_takes_for_finished_what_is_not_and_forgets_nothing_that_is() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[1, 3], Gen.Int[0, 1_000]).List[1, 150].Sample(
            steps =>
            {
                var tracker = new OffsetTracker();
                var (read, unfinished) = (new List<(long Offset, int Epoch)>(), new List<Tracked>());
                var (end, epoch, isCut) = (-1L, 0, false);
                var done = new List<Tracked>();
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
                        tracker.AdvanceTo(end, leaderEpoch: -1);
                    }
                    else if (step == 10 && end > 0)
                    {
                        var cut = Math.Max(0, end - (number % 5 * gap));
                        epoch++;
                        var forgotten = unfinished.Where(u => u.Offset >= cut).ToList();
                        var told = new List<TrackedOffset>();
                        tracker.CutTo(cut, epoch, told.Add);
                        if (!told.OrderBy(t => t.Offset).SequenceEqual(forgotten)) return false;
                        unfinished.RemoveAll(forgotten.Contains);
                        read.RemoveAll(r => r.Offset >= cut);
                        isCut = true;
                        end = cut;
                    }
                    else if (step == 11 && done.Count > 0)
                    {
                        var restored = done[number % done.Count];
                        done.Remove(restored);
                        if (restored.Offset >= end) continue;
                        unfinished.Add(restored);
                        unfinished.Sort((one, other) => one.Offset.CompareTo(other.Offset));
                        tracker.Restore(restored);
                    }
                    else if (unfinished.Count > 0)
                    {
                        var finished = unfinished[number % unfinished.Count];
                        unfinished.Remove(finished);
                        tracker.Finish(finished);
                        done.Add(finished);
                    }

                    done.RemoveAll(d => d.Offset >= end);
                    if (!Agrees(tracker, read, unfinished, end, isCut)) return false;
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

    [Fact]
    public void A_position_counts_only_beyond_what_was_said_before_the_log_went_back()
    {
        var tracker = new OffsetTracker();
        tracker.Begin(900, 3);
        tracker.AdvanceTo(1_000, leaderEpoch: -1);
        tracker.DistrustPosition(1_000);
        tracker.CutTo(0, 0, _ => { });
        tracker.AddFinished(0, 0);
        tracker.AdvanceTo(1_000, leaderEpoch: -1);
        Assert.Equal(1, tracker.Next.Offset);
        tracker.AdvanceTo(1_001, leaderEpoch: 3);
        Assert.Equal(1_001, tracker.Next.Offset);
    }

    [Fact]
    public void The_leader_epoch_of_markers_is_committed_with_the_offset_behind_them()
    {
        var tracker = new OffsetTracker();
        tracker.Begin(0, -1);
        tracker.AdvanceTo(2, leaderEpoch: 4);
        Assert.Equal((2, 4), tracker.Next);
        tracker.AdvanceTo(3, leaderEpoch: -1);
        Assert.Equal((3, 4), tracker.Next);
    }

    [Fact]
    public void A_cut_is_something_to_commit()
    {
        var tracker = new OffsetTracker();
        tracker.Begin(10, 3);
        var before = tracker.Changes;
        tracker.CutTo(7, 4, _ => { });
        Assert.Equal((7, 3), tracker.Next);
        Assert.True(tracker.Changes > before);
    }

    private static bool Agrees(OffsetTracker tracker, List<(long Offset, int Epoch)> read, List<Tracked> unfinished, long end, bool isCut)
    {
        var next = unfinished.Count > 0 ? unfinished.Min(u => u.Offset) : end;
        var before = read.LastOrDefault(r => r.Offset < next, (Offset: -1, Epoch: -1)).Epoch;
        // After a cut the epoch may be a little too high, but never that of what is there now; and counts are bounds.
        if (tracker.Next.Offset != next || (isCut ? tracker.Next.LeaderEpoch != -1 && tracker.Next.LeaderEpoch < before : tracker.Next.LeaderEpoch != before)) return false;
        if (tracker.Find(next)?.Offset != (unfinished.Count > 0 ? next : null)) return false;
        if (tracker.Unfinished != unfinished.Count || tracker.End != end) return false;
        var isFinished = read.Select(r => r.Offset).Except(unfinished.Select(u => u.Offset)).ToHashSet();
        if (unfinished.Count > 0 && !isCut && tracker.FinishedBeyond != isFinished.Count(o => o > next)) return false;
        if (tracker.FinishedBeyond < 0) return false;

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
