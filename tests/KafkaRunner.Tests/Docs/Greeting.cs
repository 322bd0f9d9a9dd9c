namespace KafkaRunner.Tests.Docs;

public sealed record Greeting(string Name, string Text);
