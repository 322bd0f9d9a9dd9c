using System.Buffers.Binary;
using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The latency cases' messages, sent one each millisecond, and how late they arrive.</summary>
/// <remarks>
/// A message carries its number and when it was meant to be sent, by the clock that all processes share; so a sender that falls behind
/// makes the figures worse, not better. The first seconds, in which consumers join their groups, do not count.
/// </remarks>
internal sealed class LatencyClock(double seconds)
{
    public const int MessagesPerSecond = 1_000;
    public const int ValueBytes = 16;
    private const int WarmUp = 5 * MessagesPerSecond;
    private const int Windows = 5;

    private readonly double[] _milliseconds = new double[(int)(seconds * MessagesPerSecond)];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Meter? _meter;
    private int _arrived;

    public Task Complete => _complete.Task;

    public bool IsComplete => _complete.Task.IsCompleted;

    /// <summary>Gets how many messages are sent in all.</summary>
    public int Total => WarmUp + _milliseconds.Length;

    public static void Write(Span<byte> value, long number, long intended)
    {
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], intended);
    }

    /// <summary>Notes the arrival of a message. Any thread.</summary>
    public void Arrived(ReadOnlySpan<byte> value)
    {
        var late = Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(value[8..])).TotalMilliseconds;
        var index = (int)BinaryPrimitives.ReadInt64LittleEndian(value) - WarmUp;
        if (index < 0) return;
        if (index == 0) _meter = new Meter();
        _milliseconds[index] = late;
        if (Interlocked.Increment(ref _arrived) == _milliseconds.Length) _complete.SetResult();
    }

    public Measurement Stop()
    {
        var common = _meter!.Figures(_milliseconds.Length);
        return new Measurement(Figures(_milliseconds, common), [.. _milliseconds.Chunk(_milliseconds.Length / Windows).Take(Windows).Select(w => Figures(w, []))]);
    }

    private static Dictionary<string, double> Figures(double[] milliseconds, Dictionary<string, double> common)
    {
        var sorted = milliseconds.Order().ToArray();
        return new(common)
        {
            ["p50Ms"] = Statistics.Percentile(sorted, 0.5),
            ["p99Ms"] = Statistics.Percentile(sorted, 0.99),
            ["p999Ms"] = Statistics.Percentile(sorted, 0.999),
        };
    }
}
