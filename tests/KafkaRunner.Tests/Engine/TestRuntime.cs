using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Tests.Engine;

/// <summary>The threads of this process under one clock that the test advances: pauses and deadlines go by it, and nothing is left to chance.</summary>
internal sealed class TestRuntime(TimeProvider clock) : ProcessRuntime(clock)
{
    public override TimeProvider Deadlines => Time;

    /// <summary>Gets none: pauses have their full length.</summary>
    public override double Chance() => 0;
}
