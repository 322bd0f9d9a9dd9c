using KafkaRunner.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.App;

/// <summary>Ends the process with exit code 3, whatever still hangs in it.</summary>
internal sealed class ForcedEnd(IForcedStop forcedStop, ILoggerFactory loggers, ProcessExit exit)
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    /// <summary>Logs which messages hang, flushes the log, ends.</summary>
    public void Now() => End(forcedStop.ReportHung);

    /// <summary>Flushes the log and ends; what hangs was logged when the stop's deadlines passed.</summary>
    public void AfterReport() => End(() => { });

    /// <summary>On a thread of its own, with a limit: reporting must not hang on what hangs.</summary>
    private void End(Action report)
    {
        var reporting = new Thread(() =>
        {
            try
            {
                report();
            }
            catch (Exception)
            {
                // The process ends in any case; with 3, not with a crash.
            }
            finally
            {
                loggers.Dispose();
            }
        })
        { IsBackground = true, Name = "KafkaRunner last words" };
        reporting.Start();
        reporting.Join(LastWords);
        exit.With(ExitCodes.Forced);
    }
}
