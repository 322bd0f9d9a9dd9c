namespace KafkaRunner.Benchmarks.Compare;

/// <summary>Prints medians and ratios.</summary>
internal static class Report
{
    public static void Print(IReadOnlyDictionary<string, List<Measurement>> results, string baseline)
    {
        var of = Median(results[baseline], m => m.MsgPerSecond);
        Console.WriteLine($"{"case",-24} {"msg/s",12} {"B/msg",8} {"CPU µs/msg",11} {"ratio",6}  spread");
        foreach (var (name, passes) in results)
        {
            var median = Median(passes, m => m.MsgPerSecond);
            var spread = (passes.Max(m => m.MsgPerSecond) - passes.Min(m => m.MsgPerSecond)) / median;
            Console.WriteLine(
                $"{name,-24} {median,12:N0} {Median(passes, m => m.BytesPerMessage),8:N0} {Median(passes, m => m.CpuMicroseconds),11:N2} {median / of,6:N2}  {spread:P0}");
        }
    }

    private static double Median(List<Measurement> passes, Func<Measurement, double> figure)
    {
        var sorted = passes.Select(figure).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
