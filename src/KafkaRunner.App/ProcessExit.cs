namespace KafkaRunner.App;

/// <summary>Ends the process; a test puts its own way in.</summary>
internal sealed class ProcessExit(Action<int> end)
{
    /// <summary>Ends the process with <paramref name="code"/>. In a test it may return.</summary>
    public void With(int code) => end(code);
}
