namespace KafkaRunner.Simulation.Kernel;

/// <summary>What was ever given to the pool of the process, which worlds have no use for.</summary>
internal static class RealPool
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets how much that is: what waits, what is being done, and what is done. What is just finished may count twice.</summary>
    public static long Work
    {
        get
        {
            // In this order, which is that of an item's life: it is met at least once.
            var waiting = ThreadPool.PendingWorkItemCount;
            var working = Working;
            return waiting + working + ThreadPool.CompletedWorkItemCount;
        }
    }

    private static int Working
    {
        get
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var available, out _);
            return most - available;
        }
    }

    /// <summary>Waits a little while for what others have given it, so that it is not counted while it is done.</summary>
    public static void AwaitRest() => SpinWait.SpinUntil(() => Working == 0 && ThreadPool.PendingWorkItemCount == 0, LongestRest);
}
