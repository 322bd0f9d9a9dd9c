using CsCheck;
using KafkaRunner.Internal.Offsets;
using static KafkaRunner.Tests.Offsets.Finished;

namespace KafkaRunner.Tests.Offsets;

/// <summary>Admission: what was let in can be written, whatever finishes first.</summary>
public sealed class OffsetMapRoomTests
{
    private static readonly Gen<long> AnySpan = Gen.OneOf(Gen.Long[1, 40_000], Gen.Long[24_000, 26_000], Gen.Long[1, 300_000], Gen.Long[1, 50_000_000]);

    /// <summary>Where the unfinished messages are: spread as evenly as they can be, one after the other, 129 apart, every other, anywhere.</summary>
    private static readonly Gen<int> AnyPlaces = Gen.Int[0, 4];

    /// <summary>Which of them finish: every other, all but the first, the first half, the second half, in groups of three, any, none.</summary>
    private static readonly Gen<int> AnyChoice = Gen.Int[0, 6];

    [Fact]
    public void What_fits_is_written_whole_whichever_messages_finish() =>
        Gen.Select(AnySpan, AnyPlaces, AnyChoice, Gen.Int[0, int.MaxValue], Gen.Bool).Sample(
            (span, places, choice, seed, mostThatFit) =>
            {
                var random = new Random(seed);
                var count = (int)Math.Min(MostThatFit(span), span);
                if (!mostThatFit) count = random.Next(count + 1);
                var first = random.NextInt64(1L << 60);
                var unfinished = Place(places, count, span, random).Select(place => first + place).Where(o => o < first + span).Distinct().Order().ToList();
                if (!OffsetMap.Fits(unfinished.Count, span)) return false;
                return IsWrittenWhole([.. unfinished.Where((_, i) => !Finishes(choice, i, unfinished.Count, random))], first + span);
            },
            iter: 2_000);

    [Fact]
    public void What_fits_is_written_whole_at_each_step_of_finishing_in_any_order() =>
        Gen.Select(AnySpan, AnyPlaces, Gen.Int[0, int.MaxValue]).Sample(
            (span, places, seed) =>
            {
                var random = new Random(seed);
                var count = (int)Math.Min(MostThatFit(span), Math.Min(span, 800));
                var left = Place(places, count, span, random).Where(o => o < span).Distinct().ToArray();
                random.Shuffle(left);
                for (var n = left.Length; n > 0; n -= 1 + random.Next(40))
                    if (!IsWrittenWhole([.. left.Take(n)], span)) return false;
                return true;
            },
            iter: 100);

    [Fact]
    public void What_is_read_one_by_one_as_room_allows_always_fits() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Long[0, 2_000_000], Gen.Int[0, 20_000]).Sample(
            (unfinished, span, wanted) =>
            {
                var room = OffsetMap.Room(unfinished, span, wanted);
                var isNoMoreThanWanted = room >= 0 && room <= wanted;
                var fits = room == 0 || OffsetMap.Fits(unfinished + room, span + room);
                var isMost = room == wanted || !OffsetMap.Fits(unfinished + room + 1, span + room + 1);
                return isNoMoreThanWanted && fits && isMost;
            },
            iter: 10_000);

    [Fact]
    public void A_range_that_was_inherited_costs_no_more_than_the_message_unfinished_before_it() =>
        AnySpan.Sample(
            span =>
            {
                var count = (int)Math.Min(MostThatFit(span), span / 2);
                var unfinished = Enumerable.Range(0, count).Select(i => span / count * i).Distinct().ToList();
                var map = Decode(OffsetMap.Encode(0, null, -1, Except(unfinished, span)));
                var inherited = new InheritedOffsets(map, 0, null);
                return map.Finished.Count <= count && OffsetMap.Fits(inherited.Count, inherited.End);
            },
            iter: 200);

    [Fact]
    public void What_fits_into_a_shorter_text_is_written_whole_too() =>
        Gen.Select(Gen.Int[64, 4_096], Gen.Long[1, 5_000], Gen.Int[0, 200], Gen.Int[0, int.MaxValue]).Sample(
            (limit, span, count, seed) =>
            {
                var random = new Random(seed);
                var unfinished = Enumerable.Range(0, count).Select(_ => random.NextInt64(span)).Append(0).Distinct().Order().ToArray();
                if (!OffsetMap.Fits(unfinished.Length, span, limit)) return true;
                long[] left = [0, .. unfinished.Skip(1).Where(_ => random.Next(2) == 0)];
                var finished = Except(left, span);
                OffsetMap.Encode(1L << 60, Guid.AllBitsSet, int.MaxValue, [.. finished.Select(f => new OffsetRange(f.First + (1L << 60), f.End + (1L << 60)))], (1 << 21) - 1, limit, out var coveredTo);
                return finished.Length == 0 || coveredTo == long.MaxValue;
            },
            iter: 3_000);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 200_000, true)]
    [InlineData(700, 200_000, true)]
    [InlineData(10_000, 20_000, true)]
    [InlineData(int.MaxValue, 24_000, true)]
    [InlineData(500, 1_000_000, true)]
    [InlineData(300, long.MaxValue, false)]
    [InlineData(100, long.MaxValue, true)]
    [InlineData(2_000, 200_000, false)]
    [InlineData(int.MaxValue, long.MaxValue, false)]
    public void Many_may_be_unfinished_nearby_and_hundreds_far_away(int unfinished, long span, bool fits) =>
        Assert.Equal(fits, OffsetMap.Fits(unfinished, span));

    [Fact]
    public void There_is_room_for_what_is_wanted_or_as_much_as_fits()
    {
        Assert.Equal(10_000, OffsetMap.Room(0, 0, 10_000));
        Assert.Equal(0, OffsetMap.Room(5, 10, 0));
        Assert.Equal(0, OffsetMap.Room(2_000, 200_000, 10));
        Assert.InRange(OffsetMap.Room(1, 200_000, 10_000), 500, 2_000);
        Assert.Equal(0, OffsetMap.Room(int.MaxValue, long.MaxValue, int.MaxValue));
    }

    private static bool IsWrittenWhole(IReadOnlyCollection<long> unfinished, long end)
    {
        var finished = Except(unfinished, end);
        if (finished.Length == 0) return true;
        var map = Decode(OffsetMap.Encode(unfinished.Min(), Guid.AllBitsSet, int.MaxValue, finished));
        return map.Finished.SequenceEqual(finished);
    }

    private static long MostThatFit(long span)
    {
        var (fits, tooMany) = (0L, 30_000L);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            if (OffsetMap.Fits((int)middle, span)) fits = middle;
            else tooMany = middle;
        }

        return fits;
    }

    private static IEnumerable<long> Place(int places, int count, long span, Random random) => Enumerable.Range(0, count).Select(i => places switch
    {
        0 => span / count * i,
        1 => i,
        2 => i * 129L,
        3 => i * 2L,
        _ => random.NextInt64(span),
    });

    private static bool Finishes(int choice, int index, int count, Random random) => choice switch
    {
        0 => index % 2 == 1,
        1 => index > 0,
        2 => index < count / 2,
        3 => index >= count / 2,
        4 => index / 3 % 2 == 1,
        5 => random.Next(2) == 0,
        _ => false,
    };
}
