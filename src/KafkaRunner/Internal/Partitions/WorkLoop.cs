using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What a permit does: takes what is next, has it processed, and goes on, from partition to partition, until nothing is left. There is no
/// thread hop per message: a handler that completes at once is followed by the next one, and one that waits is followed where it ends.
/// </summary>
internal static class WorkLoop
{
    /// <summary>How long a partition keeps a permit while another waits, and a loop its thread while other work waits.</summary>
    private const int LongestTurnMilliseconds = 5;

    public static async Task RunAsync(Permit permit, Permits permits)
    {
        var (dispatcher, runtime) = (permit.Dispatcher!, permits.Runtime);
        permit.Ambient = AmbientState.Capture();
        try
        {
            var turnBegan = runtime.Milliseconds;
            for (var taken = Begin(dispatcher, permit); ; taken = dispatcher.TryTake(permit))
            {
                while (taken == NextStep.Rest)
                {
                    if (!permits.PassOn(permit)) return;
                    dispatcher = permit.Dispatcher!;
                    taken = dispatcher.TryTake(permit);
                }

                if (taken == NextStep.AwaitCommit) return;

                var attempt = dispatcher.AttemptAsync(permit, turnBegan + LongestTurnMilliseconds);
                var waited = !attempt.IsCompletedSuccessfully;
                var outcome = await attempt.ConfigureAwait(false);      // not in a context that user code has left
                var now = waited ? runtime.Milliseconds : permit.Run.Since;
                dispatcher.Complete(permit, outcome);
                if (now - turnBegan < LongestTurnMilliseconds) continue;
                if (permits.AnyoneWaits)
                {
                    permits.TakeTurns(permit);
                    dispatcher = permit.Dispatcher!;
                }

                if (!waited) await runtime.HopToPool();
                turnBegan = now;
            }
        }
        catch (Exception exception)
        {
            dispatcher.Abort(permit, exception);
        }
    }

    private static NextStep Begin(Dispatcher dispatcher, Permit permit)
    {
        if (!permit.IsCommitted) return dispatcher.TryTake(permit, isFirst: true);
        return dispatcher.TryResume(permit) ? NextStep.Attempt : NextStep.Rest;
    }
}
