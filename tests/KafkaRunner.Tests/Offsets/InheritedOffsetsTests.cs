using CsCheck;
using KafkaRunner.Internal.Offsets;
using static KafkaRunner.Tests.Offsets.Finished;

namespace KafkaRunner.Tests.Offsets;

public sealed class InheritedOffsetsTests
{
    private static readonly Guid Topic = new("3f2504e0-4f89-11d3-9a0c-0305e82c3301");
    private static readonly OffsetMap Map = new(100, Topic, leaderEpoch: 5, [new(102, 104), new(110, 120)]);

    [Fact]
    public void It_holds_exactly_what_was_finished() =>
        Gen.Select(AnySet, Gen.Int[1, 5]).Sample(
            (sample, step) =>
            {
                var inherited = new InheritedOffsets(new OffsetMap(sample.Base, null, -1, ToRanges(sample.Offsets)), sample.Base, null);
                var end = sample.Offsets.Append(sample.Base).Max() + 3;
                for (var offset = sample.Base; offset < end; offset += step)
                    if (inherited.Contains(offset, -1) != sample.Offsets.Contains(offset)) return false;
                return true;
            },
            iter: 200);

    [Fact]
    public void What_remains_is_what_was_finished_from_there_on() =>
        Gen.Select(AnySet, Gen.Int[0, 30_010], Gen.Int[0, 30_010]).Sample(
            (sample, asked, from) =>
            {
                var inherited = new InheritedOffsets(new OffsetMap(sample.Base, null, -1, ToRanges(sample.Offsets)), sample.Base, null);
                from = Math.Max(asked, from);
                inherited.Contains(sample.Base + asked, -1);
                return ToSet(inherited.Remaining(sample.Base + from)).SetEquals(sample.Offsets.Where(o => o >= sample.Base + from));
            },
            iter: 1_000);

    [Fact]
    public void It_is_empty_once_its_last_range_is_passed()
    {
        var inherited = new InheritedOffsets(Map, 100, Topic);
        Assert.Equal((2, 120, 5), (inherited.Count, inherited.End, inherited.LeaderEpoch));
        Assert.False(inherited.Contains(101, 5));
        Assert.True(inherited.Contains(102, 5));
        Assert.True(inherited.Contains(115, 5));
        Assert.Equal([new OffsetRange(117, 120)], inherited.Remaining(117));
        Assert.Equal(1, inherited.Count);
        Assert.False(inherited.Contains(120, 5));
        Assert.True(inherited.IsEmpty);
        Assert.Equal((0, -1, -1), (inherited.Count, inherited.End, inherited.LeaderEpoch));
        Assert.Empty(inherited.Remaining(0));
    }

    [Fact]
    public void Without_a_map_nothing_is_inherited_and_nothing_dropped()
    {
        var inherited = new InheritedOffsets(null, 100, Topic);
        Assert.True(inherited.IsEmpty);
        Assert.False(inherited.WasDropped);
        Assert.False(inherited.Contains(102, 9));
        Assert.False(inherited.WasDropped);
        Assert.Empty(inherited.Remaining(0));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(-1)]
    public void A_map_of_another_committed_offset_is_dropped(long committed)
    {
        var inherited = new InheritedOffsets(Map, committed, Topic);
        Assert.Equal(InheritedOffsets.OtherOffset, inherited.DropReason);
        AssertUnused(inherited);
    }

    [Fact]
    public void A_map_of_an_earlier_topic_of_the_same_name_is_dropped()
    {
        var inherited = new InheritedOffsets(Map, 100, Guid.NewGuid());
        Assert.Equal(InheritedOffsets.OtherTopic, inherited.DropReason);
        AssertUnused(inherited);
    }

    [Fact]
    public void A_topic_id_that_is_unknown_then_or_now_is_no_difference()
    {
        Assert.True(new InheritedOffsets(Map, 100, null).Contains(102, 5));
        Assert.True(new InheritedOffsets(new OffsetMap(100, null, 5, Map.Finished), 100, Topic).Contains(102, 5));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(103)]
    [InlineData(119)]
    public void A_message_of_a_newer_leader_drops_the_map_for_good(long offset)
    {
        var inherited = new InheritedOffsets(Map, 100, Topic);
        Assert.False(inherited.Contains(offset, 6));
        Assert.Equal(InheritedOffsets.NewerEpoch, inherited.DropReason);
        AssertUnused(inherited);
    }

    [Fact]
    public void Messages_of_the_same_an_older_or_an_unknown_leader_epoch_keep_it()
    {
        var inherited = new InheritedOffsets(Map, 100, Topic);
        Assert.True(inherited.Contains(102, -1));
        Assert.True(inherited.Contains(103, 4));
        Assert.True(inherited.Contains(110, 5));
        Assert.False(inherited.WasDropped);
    }

    [Fact]
    public void A_newer_leader_beyond_the_map_is_no_reason_to_drop_it()
    {
        var inherited = new InheritedOffsets(Map, 100, Topic);
        Assert.False(inherited.Contains(120, 6));
        Assert.True(inherited.IsEmpty);
        Assert.False(inherited.WasDropped);
    }

    private static void AssertUnused(InheritedOffsets inherited)
    {
        Assert.True(inherited.WasDropped);
        Assert.True(inherited.IsEmpty);
        Assert.False(inherited.Contains(102, 5));
        Assert.False(inherited.Contains(115, -1));
        Assert.Empty(inherited.Remaining(0));
        Assert.Equal((0, -1, -1), (inherited.Count, inherited.End, inherited.LeaderEpoch));
    }
}
