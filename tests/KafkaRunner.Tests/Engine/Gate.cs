using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Tests.Engine;

/// <summary>Holds threads up until it is opened, at the latest when it is disposed: before the engine, if it is declared after it.</summary>
[SuppressMessage("Design", "CA2213", Justification = "Whoever still waits needs it.")]
internal sealed class Gate : IDisposable
{
    private readonly ManualResetEventSlim _event = new();

    public void Wait() => _event.Wait();

    public void Open() => _event.Set();

    public void Dispose() => _event.Set();
}
