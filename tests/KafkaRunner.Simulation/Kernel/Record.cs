using System.Globalization;

namespace KafkaRunner.Simulation.Kernel;

/// <summary>What has happened in a world: a hash of all of it, the last notes, and how often kinds of notes came, and came one after the other.</summary>
internal sealed class Record
{
    private const int Kept = 60;
    private const ulong Prime = 0x100000001B3;

    private readonly Queue<(TimeSpan At, string Kind, string What)> _last = new(Kept);
    private readonly Dictionary<string, long> _kinds = [];
    private readonly Dictionary<(string First, string Second), long> _pairs = [];
    private string? _lastKind;

    /// <summary>Gets or sets what is told of everything at once; null for nobody.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Gets a number that is the same where the same has happened.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Gets how often each kind of note came.</summary>
    public IReadOnlyDictionary<string, long> Kinds => _kinds;

    /// <summary>Gets how often one kind of note came right after another one.</summary>
    public IReadOnlyDictionary<(string First, string Second), long> Pairs => _pairs;

    /// <summary>Gets the last notes, as lines.</summary>
    public IReadOnlyList<string> LastNotes => [.. _last.Select(note => Line(note.At, note.Kind, note.What))];

    /// <summary>Something begins to happen, or a thread goes on.</summary>
    public void Step(long id, string what, TimeSpan now)
    {
        Add(id);
        Add(now.Ticks);
        Trace?.Invoke(Line(now, "·", $"#{id} {what}"));
    }

    public void Note(string kind, string what, TimeSpan now)
    {
        Add(kind);
        Add(what);
        Add(now.Ticks);
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        if (_lastKind is not null) _pairs[(_lastKind, kind)] = _pairs.GetValueOrDefault((_lastKind, kind)) + 1;
        _lastKind = kind;
        if (_last.Count == Kept) _last.Dequeue();
        _last.Enqueue((now, kind, what));
        Trace?.Invoke(Line(now, kind, what));
    }

    private static string Line(TimeSpan at, string kind, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,12:0.0000000}  {kind}  {what}");

    // Not string.GetHashCode: that differs from process to process.
    private void Add(string text)
    {
        foreach (var character in text) Hash = (Hash ^ character) * Prime;
        Hash = (Hash ^ 0xFFFF) * Prime;
    }

    private void Add(long number)
    {
        Hash = (Hash ^ (ulong)number) * Prime;
        Hash ^= Hash >> 29;
    }
}
