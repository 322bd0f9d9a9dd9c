namespace KafkaRunner.Benchmarks.Micro;

/// <summary>Something that must be new in each scope.</summary>
internal sealed class Scoped
{
    public Task Completed { get; } = Task.CompletedTask;
}
