using KafkaRunner.Benchmarks;
using KafkaRunner.Benchmarks.Compare;

// A case's own process takes the short way: one of the cases measures how soon it is at work.
return args is ["case", .. var rest] ? await CaseProcess.RunAsync(rest) : await BenchmarkCommand.RunAsync(args);
