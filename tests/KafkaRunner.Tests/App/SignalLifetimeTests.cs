using KafkaRunner.App;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.App;

public sealed class SignalLifetimeTests : IDisposable
{
    private readonly ApplicationLifetime _application = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly HungWork _work = new();
    private readonly LoggerFactory _loggers = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly List<int> _exits = [];
    private readonly SignalLifetime _lifetime;

    public SignalLifetimeTests() => _lifetime = new(
        _application, new ForcedEnd(_work, _loggers, new ProcessExit(_exits.Add)), new Terminal(TextWriter.Null, _error), _time);

    [Fact]
    public void The_first_signal_stops_cleanly()
    {
        _lifetime.OnSignal();
        Assert.True(_application.ApplicationStopping.IsCancellationRequested);
        Assert.Equal("=> Stopping… (again to stop at once)\n", _error.ToString());
        Assert.Empty(_exits);
    }

    [Fact]
    public void A_signal_stops_cleanly_also_where_the_terminal_is_gone()
    {
        using var gone = new StreamWriter(new UnwritableStream()) { AutoFlush = true };
        using var lifetime = new SignalLifetime(
            _application, new ForcedEnd(_work, _loggers, new ProcessExit(_exits.Add)), new Terminal(TextWriter.Null, gone), _time);
        lifetime.OnSignal();
        Assert.True(_application.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public void A_second_signal_reports_what_hangs_and_ends_with_3()
    {
        _lifetime.OnSignal();
        _time.Advance(SignalLifetime.SameRequest);
        _lifetime.OnSignal();
        Assert.Equal([ExitCodes.Forced], _exits);
        Assert.Equal(1, _work.Reports);
    }

    [Fact]
    public void A_signal_that_arrives_by_two_ways_counts_once()
    {
        _lifetime.OnSignal();
        _time.Advance(SignalLifetime.SameRequest - TimeSpan.FromMilliseconds(1));
        _lifetime.OnSignal();
        Assert.Empty(_exits);
    }

    [Fact]
    public void A_second_signal_ends_the_process_even_when_a_stop_callback_hangs()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var hanging = _application.ApplicationStopping.Register(() =>
        {
            entered.Set();
            release.Wait();
        });
        var first = new Thread(_lifetime.OnSignal);
        first.Start();
        entered.Wait(TestContext.Current.CancellationToken);
        _time.Advance(SignalLifetime.SameRequest);
        _lifetime.OnSignal();
        Assert.Equal([ExitCodes.Forced], _exits);
        release.Set();
        first.Join();
    }

    public void Dispose()
    {
        _lifetime.Dispose();
        _loggers.Dispose();
    }

    private sealed class UnwritableStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Input/output error");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Input/output error");
    }

    private sealed class HungWork : IForcedStop
    {
        public int Reports { get; private set; }

        public void ReportHung() => Reports++;
    }
}
