using System.Text;

namespace KafkaRunner.Tests.Engine;

internal sealed class TextConsumer(Seen seen) : Consumer<string>
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken) =>
        seen.Process(message.Value, message.Attempt, cancellationToken);
}

internal sealed class TombstoneConsumer(Seen seen) : Consumer<string>
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken) =>
        seen.Process(message.Value, message.Attempt, cancellationToken);

    public override Task ProcessTombstone(Message message, CancellationToken cancellationToken) =>
        seen.Process($"tombstone at {message.Offset}", message.Attempt, cancellationToken);
}

internal sealed class NumberConsumer(Seen seen) : Consumer<int[]>
{
    public override Task Process(Message<int[]> message, CancellationToken cancellationToken) =>
        seen.Process(string.Join('+', message.Value), message.Attempt, cancellationToken);
}

internal sealed class LeakingConsumer(Seen seen) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        seen.Leaked.Enqueue(message);
        return seen.Process(Encoding.UTF8.GetString(message.Value), message.Attempt, cancellationToken);
    }
}

internal sealed class TextBatchConsumer(Seen seen) : BatchConsumer<string>
{
    public override Task Process(MessageBatch<string> batch, CancellationToken cancellationToken) =>
        seen.Process(string.Join(' ', batch.Select(m => m.IsTombstone ? "-" : m.Value)), batch.Attempt, cancellationToken);
}

internal sealed class NumberBatchConsumer(Seen seen) : BatchConsumer<int[]>
{
    public override Task Process(MessageBatch<int[]> batch, CancellationToken cancellationToken) =>
        seen.Process($"{batch.FirstOffset}-{batch.LastOffset}", batch.Attempt, cancellationToken);
}

internal sealed class DisposableConsumer(Seen seen) : Consumer<string>, IDisposable
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken) =>
        seen.Process(message.Value, message.Attempt, cancellationToken);

    public void Dispose() => seen.Finished.Enqueue("disposed");
}

internal sealed class CountingMiddleware(Seen seen) : IConsumerMiddleware
{
    public async Task InvokeAsync(ProcessContext context, Func<Task> next, CancellationToken cancellationToken)
    {
        seen.Finished.Enqueue($"before {context.ConsumerType.Name} at {context.Messages.FirstOffset}");
        await next();
        seen.Finished.Enqueue("after");
    }
}

internal sealed class IntegerBatchConsumer(Seen seen) : BatchConsumer<int>
{
    public override Task Process(MessageBatch<int> batch, CancellationToken cancellationToken) =>
        seen.Process(string.Join(' ', batch.Select(ValueOrError)), batch.Attempt, cancellationToken);

    private static string ValueOrError(Message<int> message)
    {
        try
        {
            return $"{message.Value}";
        }
        catch (InvalidOperationException exception)
        {
            return exception.GetType().Name;
        }
    }
}

internal sealed class SlowConsumer(Seen seen) : Consumer<string>
{
    public override async Task Process(Message<string> message, CancellationToken cancellationToken)
    {
        await Task.Delay(30, cancellationToken);
        await seen.Process(message.Value, message.Attempt, cancellationToken);
    }
}
