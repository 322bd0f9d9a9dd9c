using System.Diagnostics;
using System.Globalization;

namespace KafkaRunner.Tests.Engine;

/// <summary>How the calls of a consumer that leaves ambient state behind end.</summary>
public enum AmbientEnding
{
    /// <summary>Before they return.</summary>
    AtOnce,

    /// <summary>Later, on another thread.</summary>
    Later,

    /// <summary>The first attempt at each message throws, the second one ends at once.</summary>
    SecondAttempt,
}

/// <summary>Notes what user code finds around it, and leaves something behind, as code without <c>async</c> may do.</summary>
internal sealed class AmbientWitness(AmbientEnding ending)
{
    private static readonly AsyncLocal<string?> Tenant = new();
    private static readonly CultureInfo Odd = new("");

    private int _calls;

    /// <summary>Gets how often user code began.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets what was found of an earlier attempt.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Looks, and leaves a tenant, an activity, a culture, and a context that runs nothing.</summary>
    public void LookAndLeave()
    {
        string?[] found = [Tenant.Value, LeftActivity(), CultureName(), SynchronizationContext.Current?.GetType().Name];
        lock (Found) Found.AddRange(found.OfType<string>());
        Tenant.Value = "a tenant";
        _ = new Activity("an activity").Start();
        CultureInfo.CurrentCulture = Odd;
        SynchronizationContext.SetSynchronizationContext(new DeadContext());
        Interlocked.Increment(ref _calls);
    }

    public Task End(int attempt) => ending switch
    {
        AmbientEnding.AtOnce => Task.CompletedTask,
        AmbientEnding.Later => Task.Run(static () => { }),
        _ => attempt > 1 ? Task.CompletedTask : throw new InvalidOperationException("the first attempt fails"),
    };

    // The engine's own activity, if a test beside this one listens to them, is not from here.
    private static string? LeftActivity() => Activity.Current is { Source.Name: "" } left ? left.OperationName : null;

    private static string? CultureName() => ReferenceEquals(CultureInfo.CurrentCulture, Odd) ? "a culture" : null;

    /// <summary>Whoever waits in it waits for ever.</summary>
    internal sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}

/// <summary>Holds its thread for longer than a turn takes, at the end of which its loop goes on elsewhere.</summary>
internal sealed class AmbientSlowConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        for (var began = Environment.TickCount64; Environment.TickCount64 - began < 10;) Thread.SpinWait(1_000);
        SynchronizationContext.SetSynchronizationContext(new AmbientWitness.DeadContext());
        return Task.CompletedTask;
    }
}

internal sealed class AmbientConsumer(AmbientWitness witness) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        witness.LookAndLeave();
        return witness.End(message.Attempt);
    }
}

internal sealed class AmbientBatchConsumer(AmbientWitness witness) : BatchConsumer
{
    public override Task Process(MessageBatch batch, CancellationToken cancellationToken)
    {
        witness.LookAndLeave();
        return witness.End(batch.Attempt);
    }
}

internal sealed class AmbientTextBatchConsumer(AmbientWitness witness) : BatchConsumer<string>
{
    public override Task Process(MessageBatch<string> batch, CancellationToken cancellationToken)
    {
        witness.LookAndLeave();
        return witness.End(batch.Attempt);
    }
}

internal sealed class AmbientScopedConsumer(AmbientWitness witness) : Consumer<string>, IDisposable
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken)
    {
        witness.LookAndLeave();
        return witness.End(message.Attempt);
    }

    public void Dispose() => _ = new Activity("one of Dispose").Start();
}

internal sealed class AmbientConstructorConsumer : Consumer
{
    private readonly AmbientWitness _witness;

    public AmbientConstructorConsumer(AmbientWitness witness)
    {
        _witness = witness;
        witness.LookAndLeave();
    }

    public override Task Process(Message message, CancellationToken cancellationToken) => _witness.End(message.Attempt);
}

internal sealed class AmbientScopedConstructorConsumer : Consumer, IDisposable
{
    private readonly AmbientWitness _witness;

    public AmbientScopedConstructorConsumer(AmbientWitness witness)
    {
        _witness = witness;
        witness.LookAndLeave();
    }

    public override Task Process(Message message, CancellationToken cancellationToken) => _witness.End(message.Attempt);

    public void Dispose()
    {
    }
}

internal sealed class AmbientMiddleware(AmbientWitness witness) : IConsumerMiddleware
{
    public Task InvokeAsync(ProcessContext context, Func<Task> next, CancellationToken cancellationToken)
    {
        witness.LookAndLeave();
        return next();
    }
}

internal sealed class AmbientlessConsumer(AmbientWitness witness) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) => witness.End(message.Attempt);
}
