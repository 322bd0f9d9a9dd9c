using System.Diagnostics;
using System.Text.Json;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>A case in a process of its own, which makes a pass whenever it is told to, so that cases alternate and none warms another.</summary>
internal sealed class CaseChild : IDisposable
{
    private static readonly TimeSpan LongestPass = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CaseChild(string name, CaseWork work)
    {
        Name = name;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(CaseChild).Assembly.Location);
        foreach (var arg in (IEnumerable<string>)["case", name, .. (work with { Started = Stopwatch.GetTimestamp() }).ToArguments()]) start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
    }

    public string Name { get; }

    /// <summary>Gets what ends when the case has said that it is ready, or when its pass ends.</summary>
    public Task Ready => _ready.Task;

    /// <exception cref="InvalidOperationException">The case failed, or its process ended, or was ended because it hung.</exception>
    public async Task<Measurement> RunAsync()
    {
        using var patience = new CancellationTokenSource(LongestPass);
        await using var end = patience.Token.Register(End);
        try
        {
            await SayAsync(CaseProtocol.Run);
            while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            {
                if (line == CaseProtocol.Ready) _ready.TrySetResult();
                else if (line.StartsWith(CaseProtocol.Failed, StringComparison.Ordinal)) throw new InvalidOperationException($"Case {Name} failed: {line[CaseProtocol.Failed.Length..]}");
                else return JsonSerializer.Deserialize<Measurement>(line, JsonSerializerOptions.Web)!;
            }

            throw new InvalidOperationException(patience.IsCancellationRequested
                ? $"Case {Name} was not through with a pass after {LongestPass.TotalMinutes} minutes."
                : $"The process of case {Name} ended without a result; its error output says more.");
        }
        finally
        {
            _ready.TrySetResult();
        }
    }

    /// <summary>Says a line to the process; one that has ended hears nothing.</summary>
    public async Task SayAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Ends the process at once; a pass under way then fails.</summary>
    public void End() => _process.Kill();

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)     // it ended before
        {
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) End();
        _process.Dispose();
    }
}
