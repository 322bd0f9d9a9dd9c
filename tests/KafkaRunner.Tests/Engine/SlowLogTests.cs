using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>A consumer's log takes its time, as a console does whose reader stands still, while that consumer's handlers hold the pool.</summary>
[Collection(nameof(WholeProcess))]
public sealed class SlowLogTests
{
    [Fact]
    public async Task It_holds_up_no_retry_of_another_consumer_in_the_process()
    {
        using var log = new StandingLog();
        using var gate = new Gate();
        await using var other = new EngineFixture(typeof(TextConsumer));
        await using var engine = new EngineFixture(
            typeof(TextConsumer), new FakeGroupClient(), o => (o.MaxConcurrency, o.MaxReadAhead, o.Ordering) = (32, 4, Ordering.None), logger: log);
        engine.Seen.Does = _ =>
        {
            gate.Wait();
            return Task.CompletedTask;
        };
        other.Seen.Fails = (_, attempt) => attempt < 4;
        other.Client.Assign(Partition(0));
        engine.Client.Append(Partition(0), "blocks", "blocks");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("two handlers block", () => engine.Seen.Begun.Count == 2);
        engine.Client.Append(Partition(1), [.. Enumerable.Repeat("blocks", 50)]);
        await Eventually.Until("a line is written", () => log.IsStanding);

        engine.Client.Append(Partition(1), "more");
        other.Client.Append(Partition(0), "fails");
        await Eventually.Until("the other's message is tried again", () => other.Seen.Finished.Contains("fails"));
        log.Dispose();
        gate.Dispose();
    }

    private sealed class StandingLog : ILogger, IDisposable
    {
        private readonly ManualResetEventSlim _goesOn = new();
        private volatile bool _isStanding;

        public bool IsStanding => _isStanding;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != LogEvents.ReadAheadFull) return;
            _isStanding = true;
            _goesOn.Wait();
        }

        public void Dispose() => _goesOn.Set();
    }
}
