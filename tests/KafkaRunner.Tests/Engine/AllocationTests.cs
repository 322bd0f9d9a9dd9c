using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>What the engine allocates between two messages. Somebody who listens to metrics would cost some.</summary>
[Collection(nameof(WholeProcess))]
public sealed class AllocationTests
{
    [Fact]
    public async Task Messages_that_complete_at_once_cost_no_allocation_between_them()
    {
        var meter = new AllocationMeter();
        var client = new FakeGroupClient();
        client.Append(Partition(0), [.. Enumerable.Range(0, AllocationMeter.Count).Select(i => $"{i}")]);
        await using var engine = new EngineFixture(
            typeof(AllocationConsumer), client, o => o.Lifetime = ConsumerLifetime.Singleton, services => services.AddSingleton(meter));
        client.Assign(Partition(0));
        await Eventually.Until("all are done", () => meter.Calls == AllocationMeter.Count);

        // Between two runs something is read, by whatever thread: that is not what is asked.
        Assert.True(meter.WithoutAllocation > AllocationMeter.Count / 2, $"{meter.WithoutAllocation} of {AllocationMeter.Count} cost nothing");
    }
}

internal sealed class AllocationMeter
{
    public const int Count = 2_000;

    private int _calls;
    private int _thread;
    private long _allocated;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets how many messages came on the same thread as the one before, with nothing allocated on it since.</summary>
    public int WithoutAllocation { get; private set; }

    public void Note()
    {
        var (thread, allocated) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
        if (thread == _thread && allocated == _allocated) WithoutAllocation++;
        (_thread, _allocated) = (thread, allocated);
        Volatile.Write(ref _calls, _calls + 1);
    }
}

internal sealed class AllocationConsumer(AllocationMeter meter) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        meter.Note();
        return Task.CompletedTask;
    }
}
