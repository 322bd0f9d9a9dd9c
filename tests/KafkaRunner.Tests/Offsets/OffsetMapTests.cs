using CsCheck;
using KafkaRunner.Internal.Offsets;
using static KafkaRunner.Tests.Offsets.Finished;

namespace KafkaRunner.Tests.Offsets;

public sealed class OffsetMapTests
{
    private static readonly Guid TopicId = new("3f2504e0-4f89-11d3-9a0c-0305e82c3301");

    [Fact]
    public void A_set_that_fits_is_read_back_as_it_was() =>
        AnySet.Sample(
            sample =>
            {
                var metadata = OffsetMap.Encode(sample.Base, null, -1, ToRanges(sample.Offsets));
                if (sample.Offsets.Count == 0) return metadata is null;
                var map = Decode(metadata);
                return map.Base == sample.Base && ToSet(map.Finished).SetEquals(sample.Offsets);
            },
            iter: 500);

    [Fact]
    public void Topic_id_and_leader_epoch_are_read_back() =>
        Gen.Select(AnyRanges, AnyTopicId, AnyEpoch).Where((sample, _, _) => sample.Ranges.Length > 0).Sample(
            (sample, id, epoch) =>
            {
                var map = Decode(OffsetMap.Encode(sample.Base, id, epoch, sample.Ranges));
                return map.TopicId == id && map.LeaderEpoch == epoch && map.Base == sample.Base;
            },
            iter: 200);

    [Fact]
    public void What_does_not_fit_is_left_out_from_the_end() =>
        Gen.Select(AnyRanges, AnyTopicId).Where((sample, _) => sample.Ranges.Length > 0).Sample(
            (sample, id) =>
            {
                var map = Decode(OffsetMap.Encode(sample.Base, id, 7, sample.Ranges));
                return map.Finished.SequenceEqual(Before(sample.Ranges, map.Finished[^1].End));
            },
            iter: 500);

    [Fact]
    public void A_map_is_never_longer_than_a_broker_takes_and_always_printable() =>
        Gen.Select(AnyRanges, AnyTopicId, AnyEpoch).Sample(
            (sample, id, epoch) =>
            {
                var metadata = OffsetMap.Encode(sample.Base, id, epoch, sample.Ranges) ?? "";
                return metadata.Length <= OffsetMap.MaxLength && metadata.All(c => c is > ' ' and < '\x7f');
            },
            iter: 500);

    [Fact]
    public void The_number_of_partitions_is_read_back_also_where_nothing_is_finished() =>
        Gen.Select(AnyRanges, AnyTopicId, Gen.Int[0, (1 << 21) - 1]).Sample(
            (sample, id, partitions) =>
            {
                var map = Decode(OffsetMap.Encode(sample.Base, id, 7, sample.Ranges, partitions));
                return map.Partitions == partitions && map.TopicId == id
                    && map.Finished.SequenceEqual(Before(sample.Ranges, map.Finished.Count > 0 ? map.Finished[^1].End : 0));
            },
            iter: 300);

    [Fact]
    public void More_partitions_than_three_bytes_can_say_are_not_told() => Assert.Null(OffsetMap.Encode(5, TopicId, 7, [], 1 << 21));

    [Fact]
    public void A_shorter_text_says_what_fits_from_the_base_on_and_how_far_that_is() =>
        Gen.Select(AnyRanges, AnyTopicId, Gen.Int[0, 4_096], Gen.Bool).Sample(
            (sample, id, limit, hasPartitions) =>
            {
                var metadata = OffsetMap.Encode(sample.Base, id, 7, sample.Ranges, hasPartitions ? 12 : null, limit, out var coveredTo);
                if (metadata?.Length > limit) return false;
                var said = OffsetMap.TryDecode(metadata, out var map) ? map.Finished : [];
                return said.SequenceEqual(Before(sample.Ranges, coveredTo));
            },
            iter: 1_000);

    [Fact]
    public void Ranges_that_touch_or_overlap_are_written_as_the_set_they_are() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 50]).Array[1, 30].Sample(
            pieces =>
            {
                var ranges = pieces.OrderBy(p => p.Item1).Select(p => new OffsetRange(p.Item1, p.Item1 + p.Item2)).ToArray();
                var expected = ToSet(ranges).Where(offset => offset >= 100).ToHashSet();
                var metadata = OffsetMap.Encode(100, null, -1, ranges);
                return expected.Count == 0 ? metadata is null : ToSet(Decode(metadata).Finished).SetEquals(expected);
            },
            iter: 500);

    [Fact]
    public void Ranges_in_any_order_claim_nothing_that_is_unfinished() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 50]).Array[1, 30].Sample(
            pieces =>
            {
                var ranges = pieces.Select(p => new OffsetRange(p.Item1, p.Item1 + p.Item2)).ToArray();
                var metadata = OffsetMap.Encode(100, null, -1, ranges);
                return metadata is null || ToSet(Decode(metadata).Finished).IsSubsetOf(ToSet(ranges));
            },
            iter: 500);

    [Fact]
    public void Nothing_finished_is_nothing_to_say()
    {
        Assert.Null(OffsetMap.Encode(5, TopicId, 1, []));
        Assert.Null(OffsetMap.Encode(5, TopicId, 1, [new(1, 5)]));
        Assert.Null(OffsetMap.Encode(long.MaxValue, TopicId, 1, [new(1, 6)]));
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(5, 9)]
    [InlineData(1, 6)]
    public void The_base_can_be_finished_too(long first, long end) =>
        Assert.Equal([new OffsetRange(5, end)], Decode(OffsetMap.Encode(5, TopicId, 1, [new(first, end)])).Finished);

    [Fact]
    public void The_ends_of_the_range_of_offsets_are_written_as_any_other()
    {
        OffsetRange[] last = [new(long.MaxValue - 9, long.MaxValue - 6), new(long.MaxValue - 1, long.MaxValue)];
        Assert.Equal(last, Decode(OffsetMap.Encode(long.MaxValue - 10, TopicId, int.MaxValue, last)).Finished);
        Assert.Equal(last, Decode(OffsetMap.Encode(0, TopicId, int.MaxValue, last)).Finished);
        Assert.Throws<ArgumentOutOfRangeException>(() => OffsetMap.Encode(-1, null, -1, [new(1, 2)]));
    }

    [Fact]
    public void The_format_stays_as_it_is_documented()
    {
        Assert.Equal("kr1.ACoOAcCaDJnEU3I", OffsetMap.Encode(42, null, 7, [new(43, 200_043)]));
        Assert.Equal(
            "kr1.Ayo_JQTgT4kR05oMAwXoLDMBDqpyYZ7M",
            OffsetMap.Encode(42, TopicId, 7, [new(44, 45), new(46, 47), new(48, 49), new(50, 51)]));
        Assert.Equal("kr1.BCoO", OffsetMap.Encode(42, null, 7, [new(42, 43)])![..8]);
        Assert.Equal("kr1.CCoMDr6iv1c", OffsetMap.Encode(42, null, 7, [], 12));
    }

    [Theory]
    [InlineData(200_000, 1)]
    [InlineData(1, 400)]
    [InlineData(20, 10_000)]
    [InlineData(127, 1_000)]
    [InlineData(400, 500)]
    public void Runs_of_many_shapes_behind_one_stuck_message_are_written_whole(int length, int count)
    {
        var ranges = FromRuns(1_000_000, Enumerable.Repeat((Unfinished: 1, Finished: length), count));
        var metadata = OffsetMap.Encode(1_000_000, TopicId, 12, ranges);
        var map = Decode(metadata);
        Assert.Equal(Before(ranges, map.Finished[^1].End), map.Finished);
        if (OffsetMap.Fits(count, ranges[^1].End - 1_000_000)) Assert.Equal(ranges, map.Finished);
    }

    [Fact]
    public void Two_hundred_thousand_finished_messages_behind_a_stuck_one_take_a_few_characters() =>
        Assert.InRange(OffsetMap.Encode(1_000_000, TopicId, 12, [new(1_000_001, 1_200_001)])!.Length, 1, 50);
}
