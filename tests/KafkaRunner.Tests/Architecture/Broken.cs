namespace KafkaRunner.Tests.Architecture;

/// <summary>Fails with the whole list of what breaks a rule, one a line.</summary>
internal static class Broken
{
    public static void None(IEnumerable<string> found) => NoneBut([], found);

    /// <summary>Fails also where something is excused that there is not any more: lists of excuses only shrink.</summary>
    public static void NoneBut(IReadOnlyCollection<string> excused, IEnumerable<string> found)
    {
        var all = found.ToHashSet();
        string[] lines = [.. all.Except(excused).Select(line => $"Not allowed: {line}"), .. excused.Except(all).Select(line => $"To be taken off the list: {line}")];
        Assert.True(lines.Length == 0, string.Join(Environment.NewLine, lines));
    }
}
