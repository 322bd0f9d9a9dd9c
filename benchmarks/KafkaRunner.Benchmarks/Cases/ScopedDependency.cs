namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Something that must be new for each message, as a database context is.</summary>
internal sealed class ScopedDependency
{
    public void Count(int messages) => Progress.Count(messages);
}
