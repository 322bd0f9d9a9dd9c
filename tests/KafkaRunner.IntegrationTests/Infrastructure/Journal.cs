using System.Globalization;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>What several processes have processed, in the order in which they did, checked against what was produced.</summary>
public sealed class Journal
{
    private Journal(IEnumerable<JournalLine> lines) => Lines = [.. lines.OrderBy(line => line.Time)]; // a stable sort

    /// <summary>Gets all lines, by time.</summary>
    public IReadOnlyList<JournalLine> Lines { get; }

    /// <summary>Gets the lines of messages that were processed before, be it by another process.</summary>
    public IReadOnlyList<JournalLine> Repeated => [.. Lines.Except<JournalLine>(FirstTimes(), ReferenceEqualityComparer.Instance)];

    /// <summary>Gets the lines of messages that were first processed after a later one of their partition.</summary>
    public IReadOnlyList<JournalLine> OutOfOrder => Overtaken(line => line.Partition);

    /// <summary>Gets the lines of messages that were first processed after a later one of their key; without a key there is no order.</summary>
    public IReadOnlyList<JournalLine> OutOfKeyOrder => [.. Overtaken(line => line.Key).Where(line => line.Key.Length > 0)];

    /// <summary>Makes the path for the journal of one process, for its variable <c>JOURNAL</c>. The file is not there yet.</summary>
    public static string NewPath(string directory, string process) => Path.Combine(directory, process + ".journal");

    /// <summary>Reads the journals of several processes, which may still be writing. A file that is not there yet is empty.</summary>
    public static Journal Read(params IEnumerable<string> paths) => new(paths.Where(File.Exists).SelectMany(ReadLines));

    /// <summary>Puts lines together that were read elsewhere.</summary>
    internal static Journal Of(params IEnumerable<JournalLine> lines) => new(lines);

    /// <summary>Finds the values that were produced, each of them once, and never processed.</summary>
    public IReadOnlyList<string> Lost(IEnumerable<string> produced) => [.. produced.Except(Lines.Select(line => line.Value))];

    /// <summary>Fails the test, with the first few of each kind, if a value was lost or the order was broken.</summary>
    /// <param name="produced">What was produced.</param>
    /// <param name="byKey">Whether only each key's order counts, not the partition's.</param>
    public void AssertNothingLost(IEnumerable<string> produced, bool byKey = false)
    {
        AssertNone(Lost(produced), "lost");
        AssertNone(byKey ? OutOfKeyOrder : OutOfOrder, "out of order");
    }

    /// <summary>Fails the test if a value was lost or repeated, or the order was broken.</summary>
    /// <inheritdoc cref="AssertNothingLost" path="/param"/>
    public void AssertEachOnce(IEnumerable<string> produced, bool byKey = false)
    {
        AssertNothingLost(produced, byKey);
        AssertNone(Repeated, "processed again");
    }

    private List<JournalLine> FirstTimes() => [.. Lines.DistinctBy(line => (line.Topic, line.Partition, line.Offset))];

    private List<JournalLine> Overtaken<T>(Func<JournalLine, T> sequence)
    {
        var overtaken = new List<JournalLine>();
        var latest = new Dictionary<(string, int, T), long>();
        foreach (var line in FirstTimes())
        {
            var place = (line.Topic, line.Partition, sequence(line));
            if (latest.TryGetValue(place, out var offset) && line.Offset < offset) overtaken.Add(line);
            else latest[place] = line.Offset;
        }

        return overtaken;
    }

    private static void AssertNone<T>(IReadOnlyList<T> found, string what) =>
        Assert.True(found.Count == 0, $"{found.Count} messages {what}, first of all {string.Join(", ", found.Take(10))}");

    private static IEnumerable<JournalLine> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var complete = text[..(text.LastIndexOf('\n') + 1)]; // the last line may be in the making
        return [.. complete.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static JournalLine Parse(string line)
    {
        var fields = line.Split('\t');
        return new JournalLine(
            fields[0],
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[3],
            fields[4],
            new DateTime(long.Parse(fields[5], CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }
}
