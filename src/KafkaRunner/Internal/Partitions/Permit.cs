using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Lets one message or batch be in work, and holds it meanwhile. There are as many as may be in work at once.</summary>
internal sealed class Permit(Permits owner) : IThreadPoolWorkItem, IHandlerCall
{
    /// <summary>Gets or sets whose messages it is for now.</summary>
    public Dispatcher? Dispatcher { get; set; }

    /// <summary>Gets what is in work with it.</summary>
    public Run Run { get; } = new(owner.Runtime);

    /// <summary>Gets or sets whether it comes back to its dispatcher with what it has held while that was being committed.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Gets or sets the change of the tracker that a commit must hold before what was taken may begin; under the partition's lock.</summary>
    public long Number { get; set; }

    /// <summary>Gets or sets what each attempt is to find around it: the loop's own.</summary>
    public AmbientState Ambient { get; set; }

    long IHandlerCall.Since => Run.Since;

    /// <summary>Works on a thread of the pool, first for <see cref="Dispatcher"/>.</summary>
    public void Start() => owner.Runtime.Queue(this);

    void IHandlerCall.NameBlocking(long since)
    {
        var (dispatcher, offset) = (Dispatcher, Run.Offset);
        if (offset >= 0 && Run.Since == since) dispatcher?.NameBlocking(offset, TimeSpan.FromMilliseconds(owner.Runtime.Milliseconds - since));
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkLoop.RunAsync(this, owner);
}
