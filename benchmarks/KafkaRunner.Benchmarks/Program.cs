using KafkaRunner.Benchmarks.Compare;

return args switch
{
    ["throughput", .. var rest] => await ComparePlan.Parse(["--cases", "confluent-json,runner-json-partition", .. rest]).RunAsync(),
    ["case", .. var rest] => await CaseProcess.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        throughput [--brokers B] [--messages N] [--size BYTES] [--partitions N] [--rounds N]
            typed JSON: KafkaRunner against the plain Confluent loop, alternating, on one broker (embedded without --brokers)
        """);
    return 2;
}
