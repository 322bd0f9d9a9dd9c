using System.Text;

namespace KafkaRunner.Tests.Testing;

public sealed record Order(int Id, string Colour);

/// <summary>What a scope is made for: one for each attempt.</summary>
public sealed class OrderStore(Notes notes) : IDisposable
{
    public Guid Scope { get; } = Guid.NewGuid();

    public void Dispose() => notes.DisposedStores++;
}

/// <summary>Where the consumers below write down what they saw.</summary>
public sealed class Notes
{
    public List<string> All { get; } = [];

    public int DisposedStores { get; set; }
}

[SubscribesTo("orders", "returns")]
public sealed class OrderConsumer(Notes notes, OrderStore store, IKafkaProducer producer, TimeProvider time) : Consumer<Order>
{
    public override async Task Process(Message<Order> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (message.Value.Colour == "black") throw new InvalidOperationException("There is no black.");
        notes.All.Add($"{message} {message.Key} {message.Value.Colour} {message.Headers["tenant"]} {message.Attempt} {message.Timestamp:s} {time.GetUtcNow():s}");
        notes.All.Add(store.Scope.ToString());
        await producer.DeliverAsync("painted", message.Value with { Colour = "painted " + message.Value.Colour }, message.Key, cancellationToken: cancellationToken);
    }

    public override Task ProcessTombstone(Message message, CancellationToken cancellationToken)
    {
        notes.All.Add($"deleted {Encoding.UTF8.GetString(message.Key)}");
        return Task.CompletedTask;
    }
}

[SubscribesTo("bytes")]
public sealed class BytesConsumer(Notes notes) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        notes.All.Add($"{message.HasKey} {message.IsTombstone} {Convert.ToHexString(message.Value)}");
        return Task.CompletedTask;
    }
}

[SubscribesTo("orders")]
[Batch(Size = 3)]
public sealed class OrderBatchConsumer(Notes notes) : BatchConsumer<Order>
{
    public override Task Process(MessageBatch<Order> batch, CancellationToken cancellationToken)
    {
        notes.All.Add($"{batch.Topic}[{batch.Partition}] {batch.FirstOffset}-{batch.LastOffset}: " + string.Join(' ', batch.Select(m => m.IsTombstone ? "-" : m.Value.Colour)));
        return notes.All.Count == 9 ? throw new InvalidOperationException("The ninth fails.") : Task.CompletedTask;
    }
}

public sealed class NotingMiddleware(Notes notes) : IConsumerMiddleware
{
    public async Task InvokeAsync(ProcessContext context, Func<Task> next, CancellationToken cancellationToken)
    {
        notes.All.Add($"before {context.Messages.FirstOffset}");
        await next();
        notes.All.Add("after");
    }
}
