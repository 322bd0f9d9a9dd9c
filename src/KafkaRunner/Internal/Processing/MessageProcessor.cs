using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Internal.Processing;

/// <summary>Makes one attempt: read the values, call the user's consumer, turn what happened into an outcome. Never throws.</summary>
/// <remarks>User code may leave a synchronization context behind when it returns, so nothing here waits in the current one.</remarks>
internal abstract class MessageProcessor(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts)
{
    protected ConsumerDefinition Definition { get; } = consumer;

    protected Telemetry Telemetry { get; } = parts.Telemetry;

    /// <summary>Gets what the values are read as, for messages to people.</summary>
    public virtual string ValueTypeName => "bytes";

    /// <summary>Processes messages of one partition: one, or a batch. Where nothing waits this allocates nothing of its own.</summary>
    public ValueTask<Outcome> ProcessAsync(ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        if (Telemetry.IsObserved) return ObservedAsync(messages, tags, cancellationToken);
        try
        {
            var attempt = AttemptAsync(messages, tags, cancellationToken);
            return attempt.IsCompletedSuccessfully ? attempt : GuardedAsync(attempt, cancellationToken);
        }
        catch (Exception exception)
        {
            return new ValueTask<Outcome>(OutcomeOf(exception, cancellationToken));
        }
    }

    /// <summary>Reads the values and calls the consumer. Throws what user code throws.</summary>
    protected abstract ValueTask<Outcome> AttemptAsync(ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken);

    /// <summary>Calls user code on an instance of the consumer, inside the middlewares.</summary>
    protected ValueTask<Outcome> CallAsync<TCall>(ReadOnlyMemory<MessageSlot> messages, TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall
    {
        if (activator.TryCreate() is not { } instance) return CallInScopeAsync(messages, call, activator.CreateInScope(), cancellationToken);
        var processed = call.Process(instance, cancellationToken);
        var finished = new Outcome(OutcomeKind.Finished, messages.Length);
        return processed.IsCompletedSuccessfully ? new ValueTask<Outcome>(finished) : AfterAsync(processed, finished);
    }

    private static Outcome OutcomeOf(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => new Outcome(OutcomeKind.Cancelled, 0, exception),
        UnreadableMessageException => new Outcome(OutcomeKind.Unreadable, 0, exception),
        OutOfMemoryException or KafkaRunnerConfigurationException => new Outcome(OutcomeKind.Fatal, 0, exception),
        _ => new Outcome(OutcomeKind.Failed, 0, exception),
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome> AfterAsync(Task processed, Outcome finished)
    {
        await processed.ConfigureAwait(false);
        return finished;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome> GuardedAsync(ValueTask<Outcome> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return OutcomeOf(exception, cancellationToken);
        }
    }

    private async ValueTask<Outcome> ObservedAsync(ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        using var span = Telemetry.StartProcess(tags, messages.Span);
        var started = Stopwatch.GetTimestamp();
        Outcome outcome;
        try
        {
            outcome = await AttemptAsync(messages, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome = OutcomeOf(exception, cancellationToken);
        }

        if (outcome.Error is { } error) span.Fail(error);

        Telemetry.ProcessTook(tags, Stopwatch.GetElapsedTime(started), outcome.Error);
        return outcome;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> CallInScopeAsync<TCall>(
        ReadOnlyMemory<MessageSlot> messages, TCall call, ConsumerActivator.Lease lease, CancellationToken cancellationToken)
        where TCall : struct, ICall
    {
        try
        {
            if (parts.Middlewares.Count == 0) await call.Process(lease.Consumer, cancellationToken).ConfigureAwait(false);
            else await CallInMiddlewaresAsync(messages, call, lease, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }

        return new Outcome(OutcomeKind.Finished, messages.Length);
    }

    private async Task CallInMiddlewaresAsync<TCall>(
        ReadOnlyMemory<MessageSlot> messages, TCall call, ConsumerActivator.Lease lease, CancellationToken cancellationToken)
        where TCall : struct, ICall
    {
        var batch = new MessageBatch(messages.Span);
        var context = new ProcessContext(Definition.Type, Definition.GroupId, batch, lease.Services);
        Func<Task> next = () => call.Process(lease.Consumer, cancellationToken);
        for (var i = parts.Middlewares.Count - 1; i >= 0; i--)
        {
            var middleware = (IConsumerMiddleware)lease.Services.GetRequiredService(parts.Middlewares[i]);
            var inner = next;
            next = () => middleware.InvokeAsync(context, inner, cancellationToken);
        }

        try
        {
            await next().ConfigureAwait(false);
        }
        finally
        {
            batch.Close();
        }
    }

    /// <summary>One call of user code; a struct, so that it costs no allocation.</summary>
    protected interface ICall
    {
        Task Process(ConsumerBase consumer, CancellationToken cancellationToken);
    }
}
