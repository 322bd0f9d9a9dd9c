using KafkaRunner.Configuration;
using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>How one consumer's run stands: where it is, whether it is to stop, and what it has failed of. Any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed class RunState(ConsumerDefinition consumer, IGroupClient client, ILogger logger)
{
    private readonly CancellationTokenSource _stopping = new();
    private volatile ConsumerState _stage = ConsumerState.Starting;
    private volatile bool _stopRequested;
    private Exception? _failure;

    /// <summary>Gets or sets what others see of it.</summary>
    public ConsumerState Stage
    {
        get => _stage;
        set => _stage = value;
    }

    /// <summary>Gets whether nothing new is to begin.</summary>
    public bool StopRequested => _stopRequested;

    /// <summary>Gets what ends the opening of partitions.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Gets what it has failed of first; null for nothing.</summary>
    public Exception? Failure => _failure;

    /// <summary>Asks for a clean stop. Any number of times.</summary>
    public void RequestStop()
    {
        _stopRequested = true;
        _stopping.Cancel();
        Wake();
    }

    /// <summary>Ends the consumer for good.</summary>
    public void Fail(Exception failure)
    {
        Note(failure);
        RequestStop();
    }

    /// <summary>Does something that must not throw: a rebalance event that throws would make Confluent unassign everything.</summary>
    public void Guard(Action handle)
    {
        try
        {
            handle();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Ends a poll that waits. One that is not woken ends by itself, soon.</summary>
    public void Wake()
    {
        try
        {
            client.Wake();
        }
        catch (Exception exception)
        {
            Note(exception);
            _stopRequested = true;
        }
    }

    // At once: what comes after it may not be reached.
    private void Note(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        logger.ConsumerFailed(failure, consumer.Name);
    }
}
