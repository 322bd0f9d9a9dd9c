using KafkaRunner;
using KafkaRunner.TestApp;

return args is ["harness"] ? await HarnessRun.RunAsync() : await KafkaRunnerApp.RunAsync(args, _ =>
{
    // For tests of a stop during the start.
    if (Environment.GetEnvironmentVariable("HOLD_START") != "1") return;
    Console.Error.WriteLine("is being configured");
    Thread.Sleep(Timeout.Infinite);
});
