using System.Globalization;
using KafkaRunner.Testing;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>What to compare, from the command line.</summary>
internal sealed record ComparePlan(string? Brokers, long Messages, int Size, int Partitions, int Rounds, IReadOnlyList<string> Cases)
{
    public static ComparePlan Parse(string[] args)
    {
        var plan = new ComparePlan(null, 3_000_000, 70, 16, 5, []);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            plan = args[i] switch
            {
                "--brokers" => plan with { Brokers = value },
                "--messages" => plan with { Messages = long.Parse(value, CultureInfo.InvariantCulture) },
                "--size" => plan with { Size = int.Parse(value, CultureInfo.InvariantCulture) },
                "--partitions" => plan with { Partitions = int.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => plan with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--cases" => plan with { Cases = value.Split(',') },
                _ => throw new ArgumentException($"Unknown option {args[i]}."),
            };
        }

        return args.Length % 2 == 0 ? plan : throw new ArgumentException($"{args[^1]} needs a value.");
    }

    /// <summary>Fills a topic, runs the cases in turn, prints a table.</summary>
    public async Task<int> RunAsync()
    {
        // The embedded broker keeps 5 MiB a partition, so it can only show that the suite runs.
        using var embedded = Brokers is null ? EmbeddedKafka.Start() : null;
        var plan = embedded is null ? this : this with { Brokers = embedded.BootstrapServers, Messages = Math.Min(Messages, Partitions * 10_000L) };
        if (embedded is not null) Console.WriteLine("On the embedded broker, in this process: these figures say nothing about speed.");

        var topic = $"kafkarunner-bench-{Guid.NewGuid():N}";
        if (embedded is not null) embedded.CreateTopic(topic, Partitions);
        else await BenchTopic.CreateAsync(plan.Brokers!, topic, Partitions);
        try
        {
            BenchTopic.Fill(plan.Brokers!, topic, plan);
            return await RunCasesAsync(plan, topic);
        }
        finally
        {
            if (embedded is null) await BenchTopic.DeleteAsync(plan.Brokers!, topic);
        }
    }

    private static async Task<int> RunCasesAsync(ComparePlan plan, string topic)
    {
        var children = plan.Cases.Select(name => new CaseChild(name, plan, topic)).ToList();
        var results = plan.Cases.ToDictionary(name => name, _ => new List<Measurement>());
        try
        {
            for (var round = 0; round <= plan.Rounds; round++)
            {
                foreach (var child in children)
                {
                    var measurement = await child.RunAsync();
                    if (round > 0) results[child.Name].Add(measurement);    // the first round warms up
                }
            }
        }
        finally
        {
            foreach (var child in children) child.Dispose();
        }

        Report.Print(results, baseline: plan.Cases[0]);
        return 0;
    }
}
