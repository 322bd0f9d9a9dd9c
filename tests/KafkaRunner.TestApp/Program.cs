using KafkaRunner;
using KafkaRunner.TestApp;

return args is ["harness"] ? await HarnessRun.RunAsync() : await KafkaRunnerApp.RunAsync(args);
