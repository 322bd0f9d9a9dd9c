using System.Net.Sockets;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Finds out, within 2 seconds and without starting anything, whether a Docker engine answers.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<bool> Answers()
    {
        foreach (var endpoint in Endpoints())
        {
            if (await Answers(endpoint)) return true;
        }

        return false;
    }

    private static IEnumerable<Uri> Endpoints()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            if (Uri.TryCreate(host, UriKind.Absolute, out var given)) yield return given;
            yield break;
        }

        if (OperatingSystem.IsWindows())
        {
            yield return new Uri("npipe://./pipe/docker_engine");
            yield break;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        string[] sockets = ["/var/run/docker.sock", $"{runtime}/docker.sock", $"{home}/.docker/run/docker.sock"];
        foreach (var socket in sockets.Where(File.Exists)) yield return new Uri("unix://" + socket);
    }

    private static async Task<bool> Answers(Uri endpoint)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (endpoint.Scheme == "npipe") return File.Exists($@"\\.{endpoint.AbsolutePath.Replace('/', '\\')}");
            using var handler = new SocketsHttpHandler { UseProxy = false };
            if (endpoint.Scheme == "unix") handler.ConnectCallback = (_, token) => Connect(endpoint.AbsolutePath, token);
            using var http = new HttpClient(handler);
            var address = endpoint.Scheme == "unix" ? "localhost" : endpoint.Authority;
            using var response = await http.GetAsync(new Uri($"http://{address}/_ping"), patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> Connect(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
