using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Measures this process from the first message to the last: time, allocation, processor.</summary>
internal sealed class Meter
{
    private readonly TimeSpan _cpu = Cpu();
    private readonly long _allocated = GC.GetTotalAllocatedBytes(precise: true);
    private readonly long _started = Stopwatch.GetTimestamp();

    public Measurement Stop(long messages) => new(Figures(messages));

    public Dictionary<string, double> Figures(long messages)
    {
        var time = Stopwatch.GetElapsedTime(_started);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        return new()
        {
            ["msgPerSecond"] = messages / time.TotalSeconds,
            ["bytesPerMessage"] = allocated / (double)messages,
            ["cpuMicroseconds"] = (Cpu() - _cpu).TotalMicroseconds / messages,
        };
    }

    /// <summary>Gets the processor time of the whole process so far, librdkafka's threads and the garbage collector included.</summary>
    public static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
