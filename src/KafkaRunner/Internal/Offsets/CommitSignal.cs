namespace KafkaRunner.Internal.Offsets;

/// <summary>Tells the poll thread that a commit should not wait for its interval. Any thread.</summary>
/// <param name="threshold">After how many finished messages; 0 for never.</param>
/// <param name="wake">Wakes the poll thread.</param>
internal sealed class CommitSignal(int threshold, Action wake)
{
    private int _finished;
    private int _isSet;

    /// <summary>A commit is wanted.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0) wake();
    }

    /// <summary>Messages are finished; enough of them make a commit wanted.</summary>
    public void AddFinished(int finished)
    {
        if (threshold > 0 && Interlocked.Add(ref _finished, finished) >= threshold) Set();
    }

    /// <summary>Gets whether a commit is wanted, which is then taken to be made.</summary>
    public bool Take()
    {
        if (Interlocked.Exchange(ref _isSet, 0) == 0) return false;
        Volatile.Write(ref _finished, 0);
        return true;
    }
}
