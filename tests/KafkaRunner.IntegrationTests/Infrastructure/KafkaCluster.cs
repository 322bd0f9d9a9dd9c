using System.Diagnostics;
using System.Globalization;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// A real Kafka of a test's own, to kill, freeze, multiply or secure, run through the control script that
/// <c>KAFKARUNNER_TEST_KAFKA</c> names. Disposal stops it and deletes its data.
/// </summary>
/// <remarks>
/// The script understands <c>start --dir D --port P [--nodes N] [--secure] [--set KEY=VALUE]…</c>, <c>stop --dir D --wipe</c>,
/// <c>kill|freeze|thaw|restart NODE --dir D</c>, <c>status --dir D</c>, which prints <c>node 1: up</c> or <c>node 1: down</c>, and, by
/// their names, Kafka's own tools. <c>start</c> leaves the addresses in <c>D/env</c> as <c>KAFKA_BROKERS</c>,
/// <c>KAFKA_SASL_BROKERS</c> and <c>KAFKA_TLS_BROKERS</c>, and certificates in <c>D/tls</c>.
/// </remarks>
public sealed class KafkaCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _script;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("kafka-cluster-");
    private Dictionary<string, string> _addresses = [];

    private KafkaCluster(string script) => _script = script;

    /// <summary>Gets the plaintext addresses of all nodes.</summary>
    public string BootstrapServers => _addresses["KAFKA_BROKERS"];

    /// <summary>Gets the SASL_PLAINTEXT addresses of a secure cluster.</summary>
    public string SaslServers => _addresses["KAFKA_SASL_BROKERS"];

    /// <summary>Gets the TLS addresses of a secure cluster.</summary>
    public string TlsServers => _addresses["KAFKA_TLS_BROKERS"];

    /// <summary>Gets where a secure cluster's certificates lie: <c>ca.crt</c>, <c>client.crt</c>, <c>client.key</c>, and <c>stranger.*</c>.</summary>
    public string TlsDirectory => Path.Combine(Data, "tls");

    private string Data => Path.Combine(_home.FullName, "data");

    /// <summary>Skips the test, or fails it where a broker is required, unless there is a control script.</summary>
    /// <param name="why">What the test does, as "it kills a broker".</param>
    /// <returns>The script's path.</returns>
    public static string RequireControl(string why)
    {
        var script = Environment.GetEnvironmentVariable("KAFKARUNNER_TEST_KAFKA") ?? "";
        Requirement.Demand(
            script.Length > 0, $"a Kafka of its own: {why}", "Name a control script in KAFKARUNNER_TEST_KAFKA (KafkaCluster says what it must do).");
        Assert.True(File.Exists(script), $"KAFKARUNNER_TEST_KAFKA names {script}, which is not there.");
        return script;
    }

    /// <summary>Starts a cluster, and returns when it answers.</summary>
    /// <param name="why">What the test does that needs it, see <see cref="RequireControl"/>.</param>
    /// <param name="nodes">How many nodes, numbered from 1. Each takes half a gigabyte.</param>
    /// <param name="secure">Whether it also listens with SASL and TLS.</param>
    /// <param name="settings">Broker properties.</param>
    public static async Task<KafkaCluster> StartAsync(
        string why, int nodes = 1, bool secure = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var cluster = new KafkaCluster(RequireControl(why));
        try
        {
            // Below the ports that the system hands out by itself. The script goes on to the next free one.
            List<string> args = ["start", "--dir", cluster.Data, "--nodes", $"{nodes}", "--port", $"{Random.Shared.Next(20_000, 30_000)}"];
            if (secure) args.Add("--secure");
            foreach (var (key, value) in settings ?? new Dictionary<string, string>()) args.AddRange(["--set", $"{key}={value}"]);
            await cluster.Run(args);
            cluster._addresses = (await File.ReadAllLinesAsync(Path.Combine(cluster.Data, "env")))
                .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a node at once, and returns when it is gone.</summary>
    public async Task Kill(int node = 1)
    {
        await Control("kill", node);
        await Eventually.Until<string>(
            $"node {node} is gone", () => Run(["status", "--dir", Data]), status => status.Contains($"node {node}: down", StringComparison.Ordinal));
    }

    /// <summary>Stops a node from running; its connections stay open.</summary>
    public Task Freeze(int node = 1) => Control("freeze", node);

    /// <summary>Lets a frozen node run again.</summary>
    public Task Thaw(int node = 1) => Control("thaw", node);

    /// <summary>Starts a node that was killed, with the port and the data it had, and returns when it accepts connections.</summary>
    public Task Restart(int node = 1) => Control("restart", node);

    /// <summary>Runs one of Kafka's tools, like <c>consumer-groups</c>, against this cluster.</summary>
    /// <returns>Its standard output.</returns>
    public Task<string> Tool(string name, params string[] args) => Run([name, "--bootstrap-server", BootstrapServers, .. args]);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Data)) await Run(["stop", "--dir", Data, "--wipe"]);
        _home.Delete(recursive: true);
    }

    private Task<string> Control(string command, int node) =>
        Run([command, node.ToString(CultureInfo.InvariantCulture), "--dir", Data]);

    private async Task<string> Run(IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(_script)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in args) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Not done within {Patience.TotalSeconds} s: {string.Join(' ', args)}");
        }

        if (process.ExitCode == 0) return await output;
        throw new InvalidOperationException($"{string.Join(' ', args)}: exit code {process.ExitCode}\n{await output}\n{await errors}");
    }
}
