using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Internal.Processing;

/// <summary>Makes one attempt: read the values, call the user's consumer, turn what happened into an outcome. Never throws.</summary>
internal abstract class MessageProcessor(ConsumerDefinition consumer, ConsumerActivator activator, IReadOnlyList<Type> middlewares, Telemetry telemetry)
{
    protected ConsumerDefinition Definition { get; } = consumer;

    protected Telemetry Telemetry { get; } = telemetry;

    /// <summary>Gets what the values are read as, for messages to people.</summary>
    public virtual string ValueTypeName => "bytes";

    /// <summary>Processes messages of one partition: one, or a batch. Where nothing waits this allocates nothing of its own.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> ProcessAsync(ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartProcess(tags, messages.Span);
        var started = Telemetry.MeasuresDuration ? Stopwatch.GetTimestamp() : 0;
        Outcome outcome;
        try
        {
            outcome = await AttemptAsync(messages, tags, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new Outcome(OutcomeKind.Cancelled, 0, exception);
        }
        catch (UnreadableMessageException exception)
        {
            outcome = new Outcome(OutcomeKind.Unreadable, 0, exception);
        }
        catch (Exception exception) when (exception is OutOfMemoryException or KafkaRunnerConfigurationException)
        {
            outcome = new Outcome(OutcomeKind.Fatal, 0, exception);
        }
        catch (Exception exception)
        {
            outcome = new Outcome(OutcomeKind.Failed, 0, exception);
        }

        if (outcome.Error is { } error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            activity?.SetTag(TelemetryNames.ErrorType, error.GetType().FullName);
        }

        if (started != 0) Telemetry.ProcessTook(tags, Stopwatch.GetElapsedTime(started), outcome.Error);
        return outcome;
    }

    /// <summary>Reads the values and calls the consumer.</summary>
    protected abstract ValueTask<Outcome> AttemptAsync(ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken);

    /// <summary>Calls user code on an instance of the consumer, inside the middlewares.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected async ValueTask CallAsync<TCall>(ReadOnlyMemory<MessageSlot> messages, TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall
    {
        var lease = activator.Create();
        try
        {
            if (middlewares.Count == 0) await call.Process(lease.Consumer, cancellationToken);
            else await CallInMiddlewaresAsync(messages, call, lease, cancellationToken);
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private async Task CallInMiddlewaresAsync<TCall>(
        ReadOnlyMemory<MessageSlot> messages, TCall call, ConsumerActivator.Lease lease, CancellationToken cancellationToken)
        where TCall : struct, ICall
    {
        var batch = new MessageBatch(messages.Span);
        var context = new ProcessContext(Definition.Type, Definition.GroupId, batch, lease.Services);
        Func<Task> next = () => call.Process(lease.Consumer, cancellationToken);
        for (var i = middlewares.Count - 1; i >= 0; i--)
        {
            var middleware = (IConsumerMiddleware)ActivatorUtilities.GetServiceOrCreateInstance(lease.Services, middlewares[i]);
            var inner = next;
            next = () => middleware.InvokeAsync(context, inner, cancellationToken);
        }

        try
        {
            await next();
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
