using System.Collections.Concurrent;

namespace KafkaRunner.Tests.Docs;

public sealed class WindowKeeper(IWindowStore store) : IPartitionListener
{
    private readonly ConcurrentDictionary<TopicPartition, Window> _windows = new();

    public Window this[TopicPartition partition] => _windows[partition];

    public async Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        foreach (var partition in context.Partitions) _windows[partition] = await store.LoadAsync(partition, cancellationToken);
    }

    public async Task RevokingAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        foreach (var partition in context.Partitions)
        {
            if (_windows.TryRemove(partition, out var window)) await store.SaveAsync(partition, window, cancellationToken);
        }
    }

    public Task LostAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        foreach (var partition in context.Partitions) _windows.TryRemove(partition, out _);
        return Task.CompletedTask;
    }
}

public sealed record Window(int Clicks);

public interface IWindowStore
{
    Task<Window> LoadAsync(TopicPartition partition, CancellationToken cancellationToken);

    Task SaveAsync(TopicPartition partition, Window window, CancellationToken cancellationToken);
}

[SubscribesTo("clicks")]
public sealed class ClickConsumer : Consumer<string>
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken) => Task.CompletedTask;
}
