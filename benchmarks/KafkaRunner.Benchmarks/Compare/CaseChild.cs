using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>A case in a process of its own, which makes a pass whenever it is told to, so that cases alternate and none warms another.</summary>
internal sealed class CaseChild : IDisposable
{
    private readonly Process _process;

    public CaseChild(string name, ComparePlan plan, string topic)
    {
        Name = name;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(CaseChild).Assembly.Location);
        string[] args = ["case", name, plan.Brokers!, topic, plan.Messages.ToString(CultureInfo.InvariantCulture), plan.Partitions.ToString(CultureInfo.InvariantCulture)];
        foreach (var arg in args) start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
    }

    public string Name { get; }

    public async Task<Measurement> RunAsync()
    {
        await _process.StandardInput.WriteLineAsync("run");
        var line = await _process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The process of case {Name} ended; see its error output above.");
        return JsonSerializer.Deserialize<Measurement>(line, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
    }
}
