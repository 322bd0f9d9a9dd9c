using System.Globalization;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>What a pass of a case has to do.</summary>
/// <param name="Brokers">Where.</param>
/// <param name="Topic">Of which topic.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Partitions">How many partitions the topic has.</param>
/// <param name="Size">How many bytes a value has, about.</param>
/// <param name="Seconds">For how long, where time decides.</param>
/// <param name="Started">When the case's process was started, by the clock that all processes share.</param>
internal sealed record CaseWork(string Brokers, string Topic, long Messages, int Partitions, int Size, double Seconds, long Started = 0)
{
    /// <summary>The librdkafka properties that both sides of a comparison get.</summary>
    public static IReadOnlyDictionary<string, string> SharedProperties { get; } = new Dictionary<string, string>
    {
        ["fetch.queue.backoff.ms"] = "10",          // the default of a second stalls a fast reader
        ["queued.max.messages.kbytes"] = "16384",
        ["fetch.wait.max.ms"] = "100",
    };

    /// <summary>Makes a name for a consumer group that no one has: each pass reads from the beginning.</summary>
    public static string NewGroup() => $"bench-{Guid.NewGuid():N}";

    /// <summary>Gets what to write on the command line of the case's process.</summary>
    public IReadOnlyList<string> ToArguments() =>
        [Brokers, Topic, .. new IFormattable[] { Messages, Partitions, Size, Seconds, Started }.Select(n => n.ToString(null, CultureInfo.InvariantCulture))];

    public static CaseWork Parse(string[] args) => new(
        args[0], args[1], Number<long>(args[2]), Number<int>(args[3]), Number<int>(args[4]), Number<double>(args[5]), Number<long>(args[6]));

    private static T Number<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
