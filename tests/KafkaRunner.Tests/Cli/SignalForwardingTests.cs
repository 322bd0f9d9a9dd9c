using System.Diagnostics;
using KafkaRunner.Cli.Processes;

namespace KafkaRunner.Tests.Cli;

public sealed class SignalForwardingTests
{
    private const int Sigterm = 15;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signal_reaches_the_process_also_when_it_came_before_it(bool before)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Needs POSIX signals, which Windows does not have.");
        using var signals = SignalForwarding.ToNext();
        if (before) signals.OnSignal(Sigterm);
        using var process = Process.Start("sleep", "60");
        signals.To(process);
        if (!before) signals.OnSignal(Sigterm);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + Sigterm, process.ExitCode);
    }
}
