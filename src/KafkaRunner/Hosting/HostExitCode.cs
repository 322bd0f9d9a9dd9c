namespace KafkaRunner.Hosting;

/// <summary>The exit code of the host, by how running its consumers ended.</summary>
internal sealed class HostExitCode
{
    private readonly Lock _lock = new();
    private int _exitCode;

    /// <summary>Gets it: 0 cleanly stopped, 1 failed or not all committed, 3 stopped by force.</summary>
    public int Value => Volatile.Read(ref _exitCode);

    /// <summary>Takes a further end into account; the worst one counts.</summary>
    public void Add(int exitCode)
    {
        lock (_lock) Volatile.Write(ref _exitCode, Math.Max(exitCode, _exitCode));
    }
}
