namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What was read of a partition and is not finished. A message is in exactly one place: it waits in its lane, for its next attempt or because it
/// cannot be read; it is in work; or it is finished and its lane waits for a commit. Pure; the partition's lock guards it.
/// </summary>
/// <remarks>What was in work when the partition was asked to end is in none of them: it is unfinished, for whoever comes next.</remarks>
internal sealed class Backlog(Ordering ordering, MessagePool pool)
{
    private readonly Lanes _lanes = new(ordering);
    private readonly PriorityQueue<Retry, long> _retries = new();       // by when they are due
    private readonly Queue<Retry> _due = new();
    private readonly List<PendingMessage> _held = [];                   // cannot be read: their lanes wait with them
    private readonly Queue<(long Number, PendingMessage Message)> _awaiting = new();    // finished; what is behind them begins when they are committed

    /// <summary>Gets how many runs are in work.</summary>
    public int InWork { get; private set; }

    /// <summary>Gets how many messages wait in lanes.</summary>
    public int Waiting => _lanes.Waiting;

    /// <summary>Gets how many of these are in lanes that have their turn.</summary>
    public int Available => _lanes.Available;

    /// <summary>Gets how many lanes have their turn.</summary>
    public int Ready => _lanes.Ready;

    /// <summary>Gets whether a further attempt is due.</summary>
    public bool IsRetryDue => _due.Count > 0;

    /// <summary>Gets how many messages failed and wait for their next attempt.</summary>
    public int Retrying => _due.Concat(_retries.UnorderedItems.Select(r => r.Element)).Sum(r => r.Messages.Length);

    /// <summary>Gets how many messages cannot be read.</summary>
    public int Held => _held.Count;

    /// <summary>Gets how many messages wait for a commit.</summary>
    public int Awaiting => _awaiting.Count;

    /// <summary>Adds a message that was read, to the end of its lane.</summary>
    public void Add(PendingMessage message)
    {
        pool.Hold(message);
        _lanes.Add(message, message.Key);
    }

    /// <summary>Gets when the oldest message that is available was read; now for none.</summary>
    public long AvailableSince(long now) => _lanes.AvailableSince(now);

    /// <summary>Takes what is to be attempted again, if anything is due.</summary>
    public bool TryTakeRetry(List<PendingMessage> messages)
    {
        if (!_due.TryDequeue(out var retry)) return false;
        messages.AddRange(retry.Messages);
        foreach (var message in messages) message.Slot.Attempt++;
        return true;
    }

    /// <inheritdoc cref="Lanes.TakeRun"/>
    public void TakeRun(List<PendingMessage> messages, int most) => _lanes.TakeRun(messages, most);

    /// <inheritdoc cref="Lanes.Take"/>
    public void TakeBatch(List<PendingMessage> messages, int most) => _lanes.Take(messages, most);

    /// <inheritdoc cref="Lanes.TakeFirstOf"/>
    public void TakeFirstOf(Lane lane, List<PendingMessage> messages) => _lanes.TakeFirstOf(lane, messages);

    /// <summary>What was taken is in work, until <see cref="EndWork"/>.</summary>
    public void BeginWork(Run run)
    {
        run.IsAtWork = true;
        InWork++;
    }

    /// <summary>What was in work is not any more.</summary>
    public void EndWork(Run run)
    {
        run.IsAtWork = false;
        InWork--;
    }

    /// <summary>A message is finished, and its lane goes on.</summary>
    public void Complete(PendingMessage message)
    {
        _lanes.Complete(message);
        pool.Return(message);
    }

    /// <summary>A message is finished, and its lane goes on when that is committed.</summary>
    /// <param name="message">Which.</param>
    /// <param name="number">The change of the tracker that the commit must hold.</param>
    public void Await(PendingMessage message, long number) => _awaiting.Enqueue((number, message));

    /// <summary>Lanes whose last message is committed go on.</summary>
    /// <param name="number">The change that the commit holds.</param>
    /// <param name="coveredTo">The offset before which it says everything.</param>
    public void LetGoOn(long number, long coveredTo)
    {
        for (var count = _awaiting.Count; count > 0; count--)
        {
            var next = _awaiting.Dequeue();
            if (next.Number > number || next.Message.Offset >= coveredTo) _awaiting.Enqueue(next);
            else Complete(next.Message);
        }
    }

    /// <summary>What was taken waits again in its lane; of several the last one is put back first. Where the log went back behind it, it is gone.</summary>
    public void PutBack(PendingMessage message)
    {
        message.IsInWork = false;
        if (message.IsForgotten) DiscardTaken(message);
        else _lanes.PutBack(message);
    }

    /// <summary>A message cannot be read: it stays where it is and holds its lane up.</summary>
    public void Hold(PendingMessage message) => _held.Add(message);

    /// <summary>What has failed waits for its next attempt, and its lanes with it.</summary>
    public void Retry(PendingMessage[] messages, long due) => _retries.Enqueue(new Retry(messages), due);

    /// <summary>Gets when the next attempt is due that is not yet; <see cref="long.MaxValue"/> for none.</summary>
    public long NextRetry => _retries.TryPeek(out _, out var due) ? due : long.MaxValue;

    /// <summary>Takes note of attempts that have come due.</summary>
    public void MakeDue(long now)
    {
        while (NextRetry <= now) _due.Enqueue(_retries.Dequeue());
    }

    /// <summary>The log went back to an offset: what waits and is marked as forgotten is gone, and what is finished above it will not be committed.</summary>
    public void Forget(long offset)
    {
        _lanes.Remove(static message => message.IsForgotten, pool.Discard);
        ForgetRetries();
        foreach (var message in _held.Where(message => message.IsForgotten)) DiscardTaken(message);
        _held.RemoveAll(static message => message.IsForgotten);
        for (var count = _awaiting.Count; count > 0; count--)
        {
            var next = _awaiting.Dequeue();
            if (next.Message.Offset < offset) _awaiting.Enqueue(next);
            else Complete(next.Message);
        }
    }

    /// <summary>A message that was taken is wanted no more; its lane goes on.</summary>
    public void DiscardTaken(PendingMessage message)
    {
        _lanes.Complete(message);
        pool.Discard(message);
    }

    /// <summary>Gives back the memory of all that waits in lanes or for a commit, once nothing more is begun.</summary>
    public void Release()
    {
        foreach (var (_, message) in _awaiting) message.Slot.Release();
        _lanes.Remove(static _ => true, static message => message.Slot.Release());
    }

    private void ForgetRetries()
    {
        var all = _retries.UnorderedItems.ToArray();
        _retries.Clear();
        foreach (var (retry, due) in all)
        {
            if (WithoutForgotten(retry) is { } rest) _retries.Enqueue(rest, due);
        }

        for (var count = _due.Count; count > 0; count--)
        {
            if (WithoutForgotten(_due.Dequeue()) is { } rest) _due.Enqueue(rest);
        }
    }

    private Retry? WithoutForgotten(Retry retry)
    {
        if (!Array.Exists(retry.Messages, message => message.IsForgotten)) return retry;
        foreach (var message in retry.Messages.Where(message => message.IsForgotten)) DiscardTaken(message);
        PendingMessage[] rest = [.. retry.Messages.Where(message => !message.IsForgotten)];
        return rest.Length > 0 ? new Retry(rest) : null;
    }
}
