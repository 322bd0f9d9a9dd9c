using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// A child process that hosts consumers, for tests that stop, kill and freeze it. It never outlives its test: disposal kills it, and
/// adds what it said to the test's output.
/// </summary>
public sealed class ConsumerProcess : IAsyncDisposable
{
    private const int Sighup = 1;
    private const int Sigint = 2;
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly ProcessLines _output = new();
    private readonly ProcessLines _errors = new();
    private readonly string _name;

    private ConsumerProcess(Process process, string name)
    {
        _process = process;
        _name = name;
        _process.OutputDataReceived += (_, e) => _output.Add(e.Data);
        _process.ErrorDataReceived += (_, e) => _errors.Add(e.Data);
    }

    /// <summary>Gets the process id.</summary>
    public int Id => _process.Id;

    /// <summary>Gets whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Gets the lines of its standard output so far.</summary>
    public IReadOnlyList<string> Output => _output.ToList();

    /// <summary>Gets the lines of its standard error so far.</summary>
    public IReadOnlyList<string> Errors => _errors.ToList();

    /// <summary>Starts an application that this project references, like <c>KafkaRunner.TestApp</c>.</summary>
    /// <param name="app">The name of its assembly, which lies beside the tests.</param>
    /// <param name="args">Its command line.</param>
    /// <param name="environment">Variables to set. The <c>KAFKARUNNER_*</c> variables of the test run itself are not passed on.</param>
    /// <param name="directory">Where its assembly lies, if not beside the tests.</param>
    public static ConsumerProcess Start(
        string app, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        string[] command = ["exec", Path.Combine(directory ?? AppContext.BaseDirectory, app + ".dll"), .. args];
        foreach (var argument in command) start.ArgumentList.Add(argument);
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("KAFKARUNNER_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(own);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var child = new ConsumerProcess(new Process { StartInfo = start }, app);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Asks it to stop, as a container runtime does (SIGTERM).</summary>
    public void Terminate() => Signal(Sigterm);

    /// <summary>Sends SIGTERM again and again until the process has ended: signals close to the first are taken for the same request.</summary>
    public Task TerminateUntilExit(TimeSpan? timeout = null) => Eventually.Until(
        $"{this} exited", () => _process.HasExited || kill(_process.Id, Sigterm) != 0, timeout, Describe);

    /// <summary>Asks it to stop, as Ctrl-C does (SIGINT).</summary>
    public void Interrupt() => Signal(Sigint);

    /// <summary>Tells it that its terminal is gone (SIGHUP).</summary>
    public void HangUp() => Signal(Sighup);

    /// <summary>Ends it at once (SIGKILL).</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it from running, with its connections open (SIGSTOP).</summary>
    public void Freeze() => Signal(OperatingSystem.IsMacOS() ? 17 : 19);

    /// <summary>Lets it run again (SIGCONT).</summary>
    public void Thaw() => Signal(OperatingSystem.IsMacOS() ? 19 : 18);

    /// <summary>Waits until it has ended by itself, or by a signal (128 + its number).</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExit(TimeSpan? timeout = null)
    {
        await Eventually.Until($"{this} exited", () => _process.HasExited, timeout, Describe);
        await _process.WaitForExitAsync().WaitAsync(Eventually.DefaultTimeout); // the last lines of its output
        return _process.ExitCode;
    }

    /// <summary>Waits until a line of its standard output or error contains a text.</summary>
    public Task WaitForLine(string text, TimeSpan? timeout = null) => Eventually.Until(
        $"{this} said '{text}'", () => Output.Concat(Errors).Any(line => line.Contains(text, StringComparison.Ordinal)), timeout, Describe);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(Eventually.DefaultTimeout);
        TestContext.Current.TestOutputHelper?.WriteLine(Describe());
        _process.Dispose();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_name} ({_process.Id})");

    private string Describe()
    {
        var ending = _process.HasExited ? $"exited with {_process.ExitCode}" : "running";
        var said = Output.Select(line => "  out: " + line).Concat(Errors.Select(line => "  err: " + line));
        return string.Join('\n', said.Prepend($"{this}, {ending}"));
    }

    private void Signal(int signal)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Needs POSIX signals, which Windows does not have.");
        Assert.False(_process.HasExited, $"{this} has ended already, so signal {signal} cannot reach it.\n{Describe()}");
        Assert.True(kill(_process.Id, signal) == 0, $"Signal {signal} to {this} failed with error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>The tests may run in a host of their own, so take the dotnet that their runtime belongs to.</summary>
    private static string DotnetHost()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
