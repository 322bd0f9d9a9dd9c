namespace KafkaRunner.Internal.Threads;

/// <summary>A thread that a handler may hold until this is disposed; by default none.</summary>
/// <param name="thread">The thread.</param>
/// <param name="outer">The call inside which the handler is called.</param>
internal readonly struct HeldThread(HandlerThread thread, IHandlerCall? outer) : IDisposable
{
    public void Dispose() => thread?.Leave(outer);
}
