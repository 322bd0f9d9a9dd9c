using System.Runtime.CompilerServices;

namespace KafkaRunner.Internal.Threads;

/// <summary>Awaited, it goes on on a runtime's pool, in no synchronization context.</summary>
internal readonly struct PoolHop(EngineRuntime runtime) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public PoolHop GetAwaiter() => this;

    public void OnCompleted(Action continuation) => runtime.Queue(continuation);

    public void UnsafeOnCompleted(Action continuation) => runtime.Queue(continuation);

    public void GetResult()
    {
    }
}
