using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>Which kinds of notes came in all seeds, and which came right after which.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _pairs = new(StringComparer.Ordinal);

    public bool IsEmpty => _kinds.Count == 0;

    public void Add(Record record)
    {
        foreach (var (kind, count) in record.Kinds) AddKind(kind, count);
        foreach (var ((first, second), count) in record.Pairs) AddPair(first, second, count);
    }

    public void AddKind(string kind, long count) => _kinds[kind] = _kinds.GetValueOrDefault(kind) + count;

    public void AddPair(string first, string second, long count) => _pairs[Pair(first, second)] = _pairs.GetValueOrDefault(Pair(first, second)) + count;

    /// <summary>Tells each kind with a count, in lines that <see cref="TryRead"/> reads.</summary>
    public void Write(Action<string> write)
    {
        foreach (var (kind, count) in _kinds) write($"kind\t{count}\t{kind}");
        foreach (var (pair, count) in _pairs) write($"pair\t{count}\t{pair}");
    }

    /// <summary>Adds what a line says that was written by <see cref="Write"/>.</summary>
    public bool TryRead(string line)
    {
        var parts = line.Split('\t');
        if (parts.Length < 3 || !long.TryParse(parts[1], out var count)) return false;
        if (parts[0] == "kind") AddKind(parts[2], count);
        else if (parts is ["pair", _, var first, var second]) AddPair(first, second, count);
        else return false;
        return true;
    }

    /// <summary>Tells what there was, and which pairs there never were.</summary>
    /// <param name="write">Writes a line.</param>
    /// <param name="isWhole">Whether to name all of it.</param>
    public void Tell(Action<string> write, bool isWhole)
    {
        var possible = _kinds.Count * _kinds.Count;
        write($"Coverage: {_kinds.Count} kinds of notes, {_pairs.Count} of their {possible} ordered pairs.");
        if (!isWhole) return;
        foreach (var (kind, count) in _kinds.OrderBy(k => k.Value))
        {
            var never = _kinds.Keys.Where(second => !_pairs.ContainsKey(Pair(kind, second))).ToList();
            write($"{count,12} {kind}; never right before: {(never.Count == 0 ? "none" : string.Join(", ", never))}");
        }
    }

    private static string Pair(string first, string second) => $"{first}\t{second}";
}
