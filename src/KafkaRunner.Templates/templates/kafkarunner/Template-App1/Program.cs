using KafkaRunner;

return await KafkaRunnerApp.RunAsync(args);
