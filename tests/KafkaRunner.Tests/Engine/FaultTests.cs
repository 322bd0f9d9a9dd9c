using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>
/// Something throws inside the engine, one seam at a time. It ends with the cause in the log, not by force; only what is finished is
/// committed; what was lent is given back; and whoever comes next processes the rest.
/// </summary>
[Collection(nameof(WholeProcess))]
public sealed class FaultTests
{
    private const int Count = 64;
    private const string Cause = "thrown by the test";

    public static TheoryData<string, Ordering> Seams =>
    [
        .. from seam in new[]
           {
               "source: Read", "source: Position", "client: Poll", "client: Commit", "client: ServeCommits", "client: CommittedAsync", "client: Open",
               "client: LogsAsync", "client: TrySeek", "client: Wake", "client: Close", "client: Dispose", "clock: GetTimestamp", "clock: CreateTimer",
               "tracker: Add", "tracker: Finish", "listener: Assigned",
           }
           from ordering in new[] { Ordering.Partition, Ordering.Key }
           select new TheoryDataRow<string, Ordering>(seam, ordering),
    ];

    [Theory]
    [MemberData(nameof(Seams))]
    public async Task Nothing_is_committed_that_is_not_finished(string seam, Ordering ordering)
    {
        var isNew = seam is "client: LogsAsync" or "client: TrySeek";
        var client = new FakeGroupClient { IsNew = isNew };
        var fault = new Fault(seam);
        client.Calling = call => fault.At($"client: {call}");
        client.PartitionOf(Partition(0)).Reading = offset => fault.At("source: Read", offset >= 40);
        client.PartitionOf(Partition(0)).Asked = () => fault.At("source: Position");
        var finished = new List<string>();
        await using (var engine = Start(client, ordering, fault))
        {
            client.Append(Partition(0), Messages().Take(Count / 2));
            if (seam is not ("client: Poll" or "client: ServeCommits")) client.Assign(Partition(0));
            if (fault.NeedsWork) await Eventually.Until("some are done", () => engine.Seen.Finished.Count >= 20);
            engine.Seen.Open();
            if (seam is "source: Position") await Eventually.Until("it rests", () => client.Committed.GetValueOrDefault(Partition(0)) == Count / 2);
            fault.IsArmed = true;
            if (seam is not "source: Position") client.Append(Partition(0), Messages().Skip(Count / 2));
            if (seam is "client: Close" or "client: Dispose" or "client: Wake" or "source: Position") engine.Runner.RequestStop();
            var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal((RunEnd.Failed, Cause), (result.End, result.Failure!.GetBaseException().Message));
            Assert.Contains(engine.Logs.Exceptions, logged => logged.Id == LogEvents.ConsumerFailed && logged.Exception.GetBaseException().Message == Cause);
            finished.AddRange(engine.Seen.Finished);
            Assert.Equal(0, client.PartitionOf(Partition(0)).SlotsInUse);
            Assert.True(client.IsDisposed);
        }

        fault.IsArmed = client.IsNew = false;
        if (seam is "source: Position") client.Append(Partition(0), Messages().Skip(Count / 2));
        if (!isNew) Assert.All(client.SaidToBeFinished(Partition(0)), offset => Assert.Contains($"{offset}", finished));
        await using var next = Start(new FakeGroupClient(client), ordering, fault);
        next.Seen.Open();
        next.Client.Assign(Partition(0));
        await Eventually.Until("the rest is done", () => finished.Concat(next.Seen.Finished).Distinct().Count() == Count);
        await Eventually.Until("all is committed", () => next.Client.Committed.GetValueOrDefault(Partition(0)) == Count);
    }

    [Fact]
    public async Task Whoever_listens_to_metrics_cannot_stop_the_work()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == KafkaRunnerTelemetry.SourceName) listener.EnableMeasurementEvents(instrument);
            },
        };
        var thrown = 0;
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        listener.Start();
        await AllIsDone();
        Assert.True(thrown > 0, "Nothing was measured.");

        void Throw()
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException(Cause);
        }
    }

    [Theory]
    [InlineData("Sample")]
    [InlineData("Started")]
    [InlineData("Stopped")]
    public async Task Whoever_listens_to_traces_cannot_stop_the_work(string at)
    {
        var thrown = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaRunnerTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                Throw("Sample");
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = _ => Throw("Started"),
            ActivityStopped = _ => Throw("Stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        await AllIsDone();
        Assert.True(thrown > 0, "Nothing was traced.");

        void Throw(string where)
        {
            if (where != at) return;
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException(Cause);
        }
    }

    [Fact]
    public async Task A_log_that_throws_cannot_stop_the_work()
    {
        var logger = new ThrowingLogger();
        await AllIsDone(logger);
        Assert.True(logger.Thrown > 0, "Nothing was logged.");
    }

    [Fact]
    public async Task A_constructor_that_throws_is_an_attempt_that_failed()
    {
        FussyConsumer.Left = 3;
        await using var engine = new EngineFixture(typeof(FussyConsumer));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
        Assert.Equal(3, engine.Logs.Texts(LogEvents.RetryScheduled).Count());
        Assert.Equal(["a", "b"], engine.Seen.Finished);
    }

    [Fact]
    public async Task What_waits_for_its_retry_is_given_back_though_nobody_can_tell_how_far_reading_has_come()
    {
        var (client, fault) = (new FakeGroupClient(), new Fault("source: Position"));
        client.PartitionOf(Partition(0)).Asked = () => fault.At("source: Position");
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => (o.RetryBackoff, o.MaxRetryBackoff) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        engine.Seen.Fails = (_, _) => true;
        client.Append(Partition(0), "a", "b");
        client.Assign(Partition(0));
        await Eventually.Until("it waits", () => engine.Logs.Texts(LogEvents.RetryScheduled).Any());

        fault.IsArmed = true;
        Assert.Equal(RunEnd.Failed, (await engine.StopAsync()).End);
        Assert.Equal(0, client.PartitionOf(Partition(0)).SlotsInUse);
    }

    private static async Task AllIsDone(ILogger? logger = null)
    {
        await using var engine = new EngineFixture(
            typeof(TextConsumer), new FakeGroupClient(), o => o.Ordering = Ordering.Key, logger: logger);
        engine.Seen.Fails = (value, attempt) => value == "5" && attempt == 1;
        engine.Client.Append(Partition(0), Messages());
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == Count);
        engine.Client.Revoke(Partition(0));
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Equal(Count, engine.Seen.Finished.Count);
    }

    private static EngineFixture Start(FakeGroupClient client, Ordering ordering, Fault fault)
    {
        var engine = new EngineFixture(
            typeof(TextConsumer),
            client,
            o =>
            {
                (o.Ordering, o.CommitInterval, o.CommitThreshold) = (ordering, TimeSpan.FromMilliseconds(10), 5);
                o.StartPosition = client.IsNew ? StartPosition.Latest : StartPosition.Earliest;
            },
            s => s.AddSingleton<IPartitionListener>(new FaultyListener(fault)),
            time: new FaultyClock(fault),
            trackers: () => new FaultyTracker(fault));
        engine.Seen.Waits = value => fault.NeedsWork && int.Parse(value) >= 24;
        return engine;
    }

    private static IEnumerable<(string?, string?)> Messages() => Enumerable.Range(0, Count).Select(i => ((string?)$"{i % 7}", (string?)$"{i}"));

    /// <summary>Throws at one seam, once it is armed.</summary>
    private sealed class Fault(string seam)
    {
        // Otherwise it is met before anything is processed.
        public bool NeedsWork { get; } = seam is not ("client: CommittedAsync" or "client: Open" or "client: LogsAsync" or "client: TrySeek" or "clock: CreateTimer"
            or "listener: Assigned" or "client: Poll" or "client: ServeCommits");

        public volatile bool IsArmed = seam is "client: CommittedAsync" or "client: Open" or "client: LogsAsync" or "client: TrySeek" or "clock: CreateTimer" or "listener: Assigned";

        public void At(string place, bool isTime = true)
        {
            if (IsArmed && isTime && place == seam) throw new InvalidOperationException(Cause);
        }
    }

    private sealed class FaultyClock(Fault fault) : TimeProvider
    {
        public override long GetTimestamp()
        {
            fault.At("clock: GetTimestamp");
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            fault.At("clock: CreateTimer");
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class FaultyTracker(Fault fault) : OffsetTracker
    {
        public override void Add(TrackedOffset offset)
        {
            fault.At("tracker: Add");
            base.Add(offset);
        }

        public override void Finish(TrackedOffset offset)
        {
            fault.At("tracker: Finish", offset.Offset >= 30);
            base.Finish(offset);
        }
    }

    private sealed class FaultyListener(Fault fault) : IPartitionListener
    {
        public Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken)
        {
            fault.At("listener: Assigned");
            return Task.CompletedTask;
        }
    }

    private sealed class ThrowingLogger : ILogger
    {
        public int Thrown;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref Thrown);
            throw new InvalidOperationException(Cause);
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}

internal sealed class FussyConsumer : Consumer<string>
{
    public static int Left;

    private readonly Seen _seen;

    public FussyConsumer(Seen seen)
    {
        _seen = seen;
        if (Interlocked.Decrement(ref Left) >= 0) throw new InvalidOperationException("not yet");
    }

    public override Task Process(Message<string> message, CancellationToken cancellationToken) => _seen.Process(message.Value, message.Attempt, cancellationToken);
}
