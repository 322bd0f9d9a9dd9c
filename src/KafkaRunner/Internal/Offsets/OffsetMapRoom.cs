namespace KafkaRunner.Internal.Offsets;

/// <summary>Tells before a message is read whether what may become of it can still be written.</summary>
internal static class OffsetMapRoom
{
    // Finishing U unfinished messages in any order leaves at most U of them between finished ranges: at most U + 1 pairs of runs, so
    // N = 2(U + 1) run lengths, which add up to at most the span L. A number takes one byte, and one more for each k >= 1 with
    // number >= 128^k; at most L / 128^k of the numbers can be that large. So bytes <= sum over k >= 0 of min(N, L / 128^k).
    // The bitmap costs one bit for each offset after the base, whatever is finished. Either one is enough, and both only grow.

    /// <inheritdoc cref="OffsetMap.Fits"/>
    public static bool Fits(int unfinished, long span, int maxLength)
    {
        var room = OffsetMapFormat.PayloadBytesIn(maxLength);
        if (span - 1 <= room * 8L) return true;
        var numbers = 2 * (Math.Max(unfinished, 0) + 1L);
        var bytes = 0L;
        for (var large = span; large > 0; large >>= 7) bytes += Math.Min(numbers, large);
        return bytes <= room;
    }

    /// <inheritdoc cref="OffsetMap.Room"/>
    public static int Room(int unfinished, long span, int wanted, int maxLength)
    {
        if (wanted <= 0 || FitsWith(wanted)) return Math.Max(wanted, 0);
        var (fits, tooMany) = (0, wanted);
        while (tooMany - fits > 1)
        {
            var middle = fits + ((tooMany - fits) / 2);
            if (FitsWith(middle)) fits = middle;
            else tooMany = middle;
        }

        return fits;

        bool FitsWith(int more) => Fits((int)Math.Min((long)unfinished + more, int.MaxValue), span > long.MaxValue - more ? long.MaxValue : span + more, maxLength);
    }
}
