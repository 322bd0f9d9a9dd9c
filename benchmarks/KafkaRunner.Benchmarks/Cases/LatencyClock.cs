using System.Buffers.Binary;
using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The latency cases' messages, sent one each millisecond, and how late they arrive.</summary>
/// <remarks>
/// A message carries its number and when it was meant to be sent, by the clock that all processes share; so a sender that falls behind
/// makes the figures worse, not better. Messages of the warm-up, in which consumers join their groups, do not count.
/// </remarks>
/// <param name="seconds">How long messages are sent that count.</param>
/// <param name="partitions">To how many partitions.</param>
/// <param name="ready">Called once, when a message of each partition has arrived. Any thread.</param>
internal sealed class LatencyClock(double seconds, int partitions, Action ready)
{
    public const int MessagesPerSecond = 1_000;
    public const int ValueBytes = 16;

    /// <summary>The number of every message that does not count; the others' numbers start at 0.</summary>
    public const long WarmUp = -1;

    private const int Windows = 5;

    private readonly double[] _milliseconds = new double[Total(seconds)];
    private readonly int[] _reached = new int[partitions];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Meter? _meter;
    private int _waitingFor = partitions;
    private int _arrived;

    public Task Complete => _complete.Task;

    public bool IsComplete => _complete.Task.IsCompleted;

    /// <summary>Gets how many messages count that are sent for some time.</summary>
    public static int Total(double seconds) => (int)(seconds * MessagesPerSecond);

    public static void Write(Span<byte> value, long number, long intended)
    {
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], intended);
    }

    /// <summary>Notes the arrival of a message. Any thread.</summary>
    public void Arrived(ReadOnlySpan<byte> value, int partition)
    {
        var late = Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(value[8..])).TotalMilliseconds;
        var number = BinaryPrimitives.ReadInt64LittleEndian(value);
        if (number == WarmUp)
        {
            if (Interlocked.Exchange(ref _reached[partition], 1) == 0 && Interlocked.Decrement(ref _waitingFor) == 0) ready();
            return;
        }

        if (number == 0) _meter = new Meter();
        _milliseconds[number] = late;
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
