using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Diagnostics;

/// <summary>
/// Owns the meter and the activity source. Without a listener a measurement costs one comparison, and no listener can throw into the engine.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private static readonly ActivitySource Source = new(KafkaRunnerTelemetry.SourceName);

    private readonly Meter _meter;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<PartitionsOf, byte> _observed = [];
    private readonly QuietCounter _consumed;
    private readonly QuietCounter _processed;
    private readonly QuietCounter _failed;
    private readonly QuietCounter _retried;
    private readonly QuietCounter _late;
    private readonly QuietCounter _lost;
    private readonly QuietCounter _tombstones;
    private readonly QuietCounter _admission;
    private readonly QuietCounter _commits;
    private readonly QuietHistogram _duration;
    private readonly QuietHistogram _operation;
    private readonly QuietCounter _rebalances;
    private readonly QuietHistogram _drain;
    private int _hasToldOfFailure;

    public Telemetry(IMeterFactory? meters = null, ILoggerFactory? loggers = null)
    {
        _logger = QuietLogger.Of(loggers?.CreateLogger<Telemetry>() ?? (ILogger)NullLogger.Instance);
        _meter = meters?.Create(KafkaRunnerTelemetry.SourceName) ?? new Meter(KafkaRunnerTelemetry.SourceName);
        _consumed = Counter(TelemetryNames.Consumed, "{message}", "Messages read from the brokers");
        _processed = Counter(TelemetryNames.Processed, "{message}", "Messages finished");
        _failed = Counter(TelemetryNames.Failed, "{attempt}", "Attempts that failed");
        _retried = Counter(TelemetryNames.Retried, "{attempt}", "Attempts after the first");
        _late = Counter(TelemetryNames.LateOutcomes, "{message}", "Messages that ended after their partition was given up");
        _lost = Counter(TelemetryNames.Lost, "{message}", "Messages committed before they were processed, under at-most-once delivery, and then not finished");
        _tombstones = Counter(TelemetryNames.Tombstones, "{message}", "Tombstones finished without a method for them");
        _admission = Counter(TelemetryNames.AdmissionStops, "{stop}", "Times that a partition was read no further because it held too much");
        _commits = Counter(TelemetryNames.Commits, "{partition}", "Partition offsets committed, or refused where error.type is set");
        _duration = Histogram(TelemetryNames.ProcessDuration, "How long Process takes");
        _operation = Histogram(TelemetryNames.OperationDuration, "How long a commit takes");
        Gauge(TelemetryNames.InWork, "Messages, or batches, in Process", s => s.InWork);
        Gauge(TelemetryNames.Waiting, "Messages that are read and not begun", s => s.Waiting);
        Gauge(TelemetryNames.FinishedBeyond, "Messages finished beyond the offset that can be committed", s => s.FinishedBeyond);
        _rebalances = Counter(TelemetryNames.Rebalances, "{partition}", "Partitions assigned, revoked or lost");
        _drain = Histogram(TelemetryNames.DrainDuration, "How long work in hand takes to end when partitions are revoked");
    }

    /// <summary>Gets whether anyone wants to see single attempts: how long they take, or their spans.</summary>
    public bool IsObserved => _duration.Enabled || Source.HasListeners();

    public void Consumed(in TelemetryTags tags, int messages)
    {
        if (_consumed.Enabled) _consumed.Add(messages, tags.List);
    }

    public void Processed(in TelemetryTags tags, int messages)
    {
        if (_processed.Enabled) _processed.Add(messages, tags.List);
    }

    public void Failed(in TelemetryTags tags, Exception exception)
    {
        if (_failed.Enabled) _failed.Add(1, With(tags, exception.GetType().FullName));
    }

    public void Retried(in TelemetryTags tags)
    {
        if (_retried.Enabled) _retried.Add(1, tags.List);
    }

    public void Late(in TelemetryTags tags, int messages)
    {
        if (_late.Enabled) _late.Add(messages, tags.List);
    }

    public void Lost(in TelemetryTags tags, int messages)
    {
        if (_lost.Enabled) _lost.Add(messages, tags.List);
    }

    public void Tombstone(in TelemetryTags tags)
    {
        if (_tombstones.Enabled) _tombstones.Add(1, tags.List);
    }

    public void AdmissionStopped(in TelemetryTags tags, int times)
    {
        if (_admission.Enabled) _admission.Add(times, tags.List);
    }

    public void Committed(in TelemetryTags tags, string? error)
    {
        if (_commits.Enabled) _commits.Add(1, With(tags, error));
    }

    public void CommitTook(string group, TimeSpan time)
    {
        if (_operation.Enabled)
        {
            _operation.Record(time, [new(TelemetryNames.System, "kafka"), new(TelemetryNames.OperationName, "commit"), new(TelemetryNames.Group, group)]);
        }
    }

    /// <summary>Partitions came or went.</summary>
    /// <param name="group">The group.</param>
    /// <param name="kind"><c>assigned</c>, <c>revoked</c> or <c>lost</c>.</param>
    /// <param name="partitions">How many.</param>
    public void Rebalanced(string group, string kind, int partitions)
    {
        if (_rebalances.Enabled && partitions > 0)
        {
            _rebalances.Add(partitions, [new(TelemetryNames.System, "kafka"), new(TelemetryNames.Group, group), new(TelemetryNames.RebalanceKind, kind)]);
        }
    }

    public void DrainTook(string group, TimeSpan time)
    {
        if (_drain.Enabled) _drain.Record(time, [new(TelemetryNames.System, "kafka"), new(TelemetryNames.Group, group)]);
    }

    public void ProcessTook(in TelemetryTags tags, TimeSpan time, Exception? exception)
    {
        if (_duration.Enabled) _duration.Record(time, With(tags, exception?.GetType().FullName));
    }

    /// <summary>Starts the span <c>process topic</c>, linked to the trace that the message's <c>traceparent</c> header names.</summary>
    public QuietSpan StartProcess(in TelemetryTags tags, ReadOnlySpan<MessageSlot> messages)
    {
        if (!Source.HasListeners()) return default;
        try
        {
            var first = messages[0];
            var links = first.Headers["traceparent"] is { } parent
                && ActivityContext.TryParse(parent, first.Headers["tracestate"], isRemote: true, out var context)
                ? new[] { new ActivityLink(context) }
                : null;
            var activity = Source.StartActivity($"process {first.Topic}", ActivityKind.Consumer, parentContext: default, tags.List, links);
            activity?.SetTag(TelemetryNames.OperationName, "process");
            activity?.SetTag(TelemetryNames.OperationType, "process");
            activity?.SetTag(TelemetryNames.Offset, first.Offset);
            if (messages.Length > 1) activity?.SetTag(TelemetryNames.BatchCount, messages.Length);
            return new QuietSpan(activity, Failed);
        }
        catch (Exception exception)
        {
            Failed(exception);
            return default;
        }
    }

    /// <summary>Starts the span <c>commit group</c>.</summary>
    public QuietSpan StartCommit(string group)
    {
        if (!Source.HasListeners()) return default;
        try
        {
            var activity = Source.StartActivity("commit", ActivityKind.Client);
            activity?.SetTag(TelemetryNames.System, "kafka");
            activity?.SetTag(TelemetryNames.OperationName, "commit");
            activity?.SetTag(TelemetryNames.OperationType, "settle");
            activity?.SetTag(TelemetryNames.Group, group);
            return new QuietSpan(activity, Failed);
        }
        catch (Exception exception)
        {
            Failed(exception);
            return default;
        }
    }

    /// <summary>Measures partitions whenever somebody collects the gauges.</summary>
    public void Observe(PartitionsOf partitions) => _observed[partitions] = 0;

    /// <summary>Measures these partitions no more.</summary>
    public void Forget(PartitionsOf partitions) => _observed.TryRemove(partitions, out _);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] With(in TelemetryTags tags, string? error) =>
        error is null ? tags.List : [.. tags.List, new(TelemetryNames.ErrorType, error)];

    // Once: it will most likely throw each time.
    private void Failed(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasToldOfFailure, 1) == 0) _logger.TelemetryFailed(exception);
    }

    private QuietCounter Counter(string name, string unit, string description) => new(_meter.CreateCounter<long>(name, unit, description), Failed);

    private QuietHistogram Histogram(string name, string description) => new(
        _meter.CreateHistogram(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = TelemetryNames.DurationBuckets }),
        Failed);

    private void Gauge(string name, string description, Func<PartitionSnapshot, long> value) => _meter.CreateObservableUpDownCounter(
        name,
        () => _observed.Keys.SelectMany(partitions => partitions()).Select(p => new Measurement<long>(value(p.Snapshot), p.Tags.List)),
        "{message}",
        description);

    /// <summary>Gets the partitions that a consumer has, as they stand. Any thread.</summary>
    internal delegate IEnumerable<(TelemetryTags Tags, PartitionSnapshot Snapshot)> PartitionsOf();
}
