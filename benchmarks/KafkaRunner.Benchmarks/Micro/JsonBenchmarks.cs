using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Serialization;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What does it spare to read JSON where librdkafka has it, instead of from a copy?</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private readonly ValueReader<Entry> _reader = new(new JsonMessageDeserializer<Entry>(JsonSerializerOptions.Web));
    private readonly MessageSlot _slot = new("bench", 0);
    private NativeMessage _message = null!;

    /// <summary>Gets or sets how many bytes the JSON has, about.</summary>
    [Params(70, 1_024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Fetch()
    {
        _message = new NativeMessage(JsonSerializer.SerializeToUtf8Bytes(Entry.Make(42, Size), JsonSerializerOptions.Web));
        _message.LendTo(_slot);
    }

    [GlobalCleanup]
    public void GiveBack() => _message.Dispose();

    [Benchmark(Baseline = true)]
    public long FromCopiedArray() => JsonSerializer.Deserialize<Entry>(_slot.Value.ToArray(), JsonSerializerOptions.Web)!.Id;

    [Benchmark]
    public long FromBorrowedSpan() => _reader.Read(_slot).Id;
}
