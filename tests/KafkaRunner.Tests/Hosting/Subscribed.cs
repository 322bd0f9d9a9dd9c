namespace KafkaRunner.Tests.Hosting;

/// <summary>Consumer classes, right and wrong.</summary>
internal static class Subscribed
{
    [SubscribesTo("orders")]
    internal class OrderConsumer : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class ByItsBase : OrderConsumer;

    internal sealed class ToNothing : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [SubscribesTo("orders")]
    internal abstract class AbstractConsumer : Consumer;

    [SubscribesTo("orders")]
    internal sealed class Generic<T> : Consumer<T>
    {
        public override Task Process(Message<T> message, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [SubscribesTo("orders"), Batch(Size = 10)]
    internal sealed class SingleWithBatch : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class Scoped;

    [SubscribesTo("orders")]
    internal sealed class NeedsScoped(Scoped scoped) : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken) => Task.FromResult(scoped);
    }

    internal static class Other
    {
        [SubscribesTo("orders")]
        internal sealed class OrderConsumer : Consumer
        {
            public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
        }
    }
}
