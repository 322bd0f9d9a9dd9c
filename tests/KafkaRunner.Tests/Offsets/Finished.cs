using CsCheck;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Tests.Offsets;

/// <summary>Finished offsets for tests: as plain sets, as ranges, and at random.</summary>
internal static class Finished
{
    private static readonly Gen<int> Length = Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 300], Gen.Int[1, 40_000]);

    /// <summary>Any base, up to a thousand ranges beyond it: many that fit, many that do not.</summary>
    public static Gen<(long Base, OffsetRange[] Ranges)> AnyRanges { get; } = Gen.Select(
        Gen.OneOf(Gen.Long[0, 1_000], Gen.Long[0, 1L << 62]),
        Gen.OneOf(
            Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3]).Array[0, 12_000],
            Gen.Select(Length, Length).Array[0, 40],
            Gen.Select(Length, Length).Array[0, 1_500]),
        (from, runs) => (from, FromRuns(from, runs)));

    /// <summary>A base, and a set of offsets not far beyond it.</summary>
    public static Gen<(long Base, HashSet<long> Offsets)> AnySet { get; } = Gen.Select(
        Gen.Long[0, 1L << 50],
        Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, 30_000]).HashSet[0, 400],
        (from, steps) => (from, steps.Select(step => from + step).ToHashSet()));

    public static Gen<Guid?> AnyTopicId { get; } = Gen.Select(Gen.Bool, Gen.Guid, (known, id) => known ? id : (Guid?)null);

    public static Gen<int> AnyEpoch { get; } = Gen.OneOf(Gen.Int[-1, 3], Gen.Int[-1, int.MaxValue]);

    public static OffsetRange[] ToRanges(IEnumerable<long> offsets)
    {
        var ranges = new List<OffsetRange>();
        foreach (var offset in offsets.Order())
        {
            if (ranges.Count > 0 && ranges[^1].End == offset) ranges[^1] = ranges[^1] with { End = offset + 1 };
            else ranges.Add(new OffsetRange(offset, offset + 1));
        }

        return [.. ranges];
    }

    /// <summary>All from the first unfinished offset to the end, but the unfinished ones.</summary>
    public static OffsetRange[] Except(IEnumerable<long> unfinished, long end)
    {
        var ranges = new List<OffsetRange>();
        long? next = null;
        foreach (var offset in unfinished.Order().Append(end))
        {
            if (next < offset) ranges.Add(new OffsetRange(next.Value, offset));
            next = offset + 1;
        }

        return [.. ranges];
    }

    public static HashSet<long> ToSet(IEnumerable<OffsetRange> ranges)
    {
        var offsets = new HashSet<long>();
        foreach (var range in ranges)
            for (var offset = range.First; offset < range.End; offset++) offsets.Add(offset);
        return offsets;
    }

    /// <summary>What of the ranges lies before an offset.</summary>
    public static OffsetRange[] Before(IEnumerable<OffsetRange> ranges, long end) =>
        [.. ranges.Where(range => range.First < end).Select(range => range with { End = Math.Min(range.End, end) })];

    /// <summary>Unfinished and finished in turn, from the base on.</summary>
    public static OffsetRange[] FromRuns(long from, IEnumerable<(int Unfinished, int Finished)> runs)
    {
        var ranges = new List<OffsetRange>();
        foreach (var (unfinished, finished) in runs)
        {
            ranges.Add(new OffsetRange(from + unfinished, from + unfinished + finished));
            from = ranges[^1].End;
        }

        return [.. ranges];
    }

    public static OffsetMap Decode(string? metadata)
    {
        Assert.True(OffsetMap.TryDecode(metadata, out var map), $"Not read back: {metadata}");
        return map;
    }
}
