using BenchmarkDotNet.Attributes;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What do headers cost whoever asks for them, and whoever does not?</summary>
[MemoryDiagnoser]
public class HeaderBenchmarks
{
    private NativeMessage _message = null!;

    /// <summary>Gets or sets how many headers the message has.</summary>
    [Params(1, 5)]
    public int Headers { get; set; }

    [GlobalSetup]
    public void Fetch() => _message = new NativeMessage(new byte[70], Headers);

    [GlobalCleanup]
    public void GiveBack() => _message.Dispose();

    [Benchmark(Baseline = true)]
    public int NotAskedFor() => Lent().Value.Length;

    [Benchmark]
    public int Counted() => Lent().Headers.Count;

    [Benchmark]
    public string? OneAsText() => Lent().Headers["name-0"];

    // A new slot each time: one keeps the headers that it has read.
    private MessageSlot Lent()
    {
        var slot = new MessageSlot("bench", 0);
        _message.LendTo(slot);
        return slot;
    }
}
