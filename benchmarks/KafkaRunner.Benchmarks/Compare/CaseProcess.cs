using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The inside of a case's process: a pass for each line on standard input, a measurement for each on standard output.</summary>
internal static class CaseProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        var work = new CaseWork(args[1], args[2], long.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
        var run = CaseCatalog.Find(args[0]);
        while (await Console.In.ReadLineAsync() is not null)
        {
            GC.Collect();
            var (allocated, cpu) = (GC.GetTotalAllocatedBytes(precise: true), Process.GetCurrentProcess().TotalProcessorTime);
            var time = await run(work);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
            var measurement = new Measurement(
                work.Messages / time.TotalSeconds, allocated / (double)work.Messages, cpu.TotalMicroseconds / work.Messages);
            Console.WriteLine(JsonSerializer.Serialize(measurement, JsonSerializerOptions.Web));
        }

        return 0;
    }
}
