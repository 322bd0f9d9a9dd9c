namespace KafkaRunner.Simulation.Seeds;

/// <summary>Leaves out of a plan what a failure does not need: halves of it first, then less and less, single steps in the end.</summary>
/// <param name="fails">Whether it still fails, by the same rule, with these steps left out.</param>
internal sealed class Shrinker(Func<IReadOnlySet<int>, bool> fails)
{
    /// <summary>Gets as many steps as can be left out, so that each single one of the rest is needed; or as many as were found until it is called off.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="leftOut">Those that are left out already.</param>
    /// <param name="isCalledOff">Asked before each try.</param>
    public IReadOnlySet<int> Shrink(int steps, IReadOnlySet<int> leftOut, Func<bool> isCalledOff)
    {
        HashSet<int> found = [.. leftOut];
        int[] left = [.. Enumerable.Range(0, steps).Except(found)];
        var size = Math.Max(1, left.Length / 2);
        while (left.Length > 0)
        {
            var before = left.Length;
            foreach (var part in left.Chunk(size))
            {
                if (isCalledOff()) return found;
                HashSet<int> tried = [.. found, .. part];
                if (!fails(tried)) continue;
                found = tried;
                left = [.. left.Except(part)];
            }

            // What was needed before something else was left out may not be now.
            if (size == 1 && left.Length == before) break;
            if (left.Length == before || size > left.Length) size = Math.Max(1, Math.Min(size, left.Length) / 2);
        }

        return found;
    }
}
