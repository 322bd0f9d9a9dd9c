namespace KafkaRunner.Configuration;

/// <summary>Finds what someone may have meant.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest differing letters, ignoring case; null where none is near.</summary>
    public static string? Find(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        var best = Math.Max(1, given.Length / 3) + 1;
        foreach (var name in known)
        {
            var distance = Distance(given.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance >= best) continue;
            best = distance;
            nearest = name;
        }

        return nearest;
    }

    /// <summary>Letters to add, drop, change, or swap with their neighbour ("optimal string alignment").</summary>
    internal static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = left[i - 1] == right[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last) = (last, row);
        }

        return last[right.Length];
    }
}
