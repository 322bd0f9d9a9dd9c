using System.Runtime.CompilerServices;

namespace KafkaRunner.Simulation.Kernel;

/// <summary>
/// The two halves of <see cref="CancellationTokenSource.CancelAsync"/>, which has the second one done on the pool of the process: the token is cancelled at
/// once, and what was registered for that runs elsewhere. Nothing public does only the first.
/// </summary>
internal static class Cancelling
{
    /// <summary>Cancels the token.</summary>
    /// <returns>Whether it was not cancelled before.</returns>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TransitionToCancellationRequested")]
    public static extern bool Begin(CancellationTokenSource source);

    /// <summary>Runs what was registered. Throws what is thrown there, all of it together.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteCallbackHandlers")]
    public static extern void RunRegistered(CancellationTokenSource source, bool throwOnFirstException);
}
