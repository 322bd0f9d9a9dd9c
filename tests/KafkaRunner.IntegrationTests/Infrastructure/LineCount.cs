namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Counts the lines of a file that grows, reading each byte once. The file may not be there yet.</summary>
internal sealed class LineCount(string path)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _position;
    private int _lines;

    /// <summary>Gets how many lines are complete by now.</summary>
    public int Now()
    {
        lock (_buffer)
        {
            if (!File.Exists(path)) return 0;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = _position;
            while (file.Read(_buffer) is > 0 and var read)
            {
                _position += read;
                _lines += _buffer.AsSpan(0, read).Count((byte)'\n');
            }

            return _lines;
        }
    }
}
