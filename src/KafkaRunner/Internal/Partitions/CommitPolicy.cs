using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// When a message may begin, when it counts as finished, and what of that may be committed: one kind for each way to commit. This one commits what
/// is finished, every <see cref="ConsumerOptions.CommitInterval"/>. The partition's lock guards it, but for what says otherwise.
/// </summary>
internal class CommitPolicy(PartitionState state, LogLife log, Backlog backlog, CommitLedger ledger)
{
    protected PartitionState State { get; } = state;

    protected LogLife Log { get; } = log;

    protected Backlog Backlog { get; } = backlog;

    protected CommitLedger Ledger { get; } = ledger;

    /// <summary>Gets that of a consumer.</summary>
    public static CommitPolicy Of(WorkerContext context, PartitionState state, LogLife log, Backlog backlog, CommitLedger ledger) => context.Consumer.Options switch
    {
        { DeliveryGuarantee: DeliveryGuarantee.AtMostOnce } => new AtMostOncePolicy(context, state, log, backlog, ledger),
        { CommitMode: CommitMode.EachMessage } => new EachMessagePolicy(state, log, backlog, ledger),
        { CommitMode: CommitMode.Manual } => new ManualPolicy(state, log, backlog, ledger),
        _ => new CommitPolicy(state, log, backlog, ledger),
    };

    /// <summary>Gets whether something may begin.</summary>
    public virtual bool MayBegin => true;

    /// <summary>Gets whether a commit is wanted as soon as something is finished.</summary>
    public virtual bool IsCommitWanted => false;

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    public virtual bool HasNews => Ledger.Lacks(Log.Tracker.Changes);

    /// <summary>Gets whether the group says of something that it is finished which will never begin.</summary>
    public virtual bool ClaimsTooMuch => false;

    /// <summary>Gets how many runs wait to begin, and how many messages these hold.</summary>
    public virtual (int Runs, int Messages) Announced => (0, 0);

    /// <summary>Gets what a map may have to say: see <see cref="OffsetMap.Fits"/>.</summary>
    public virtual (int Divides, long Span) ToBeMapped => (Log.Tracker.Divides, Log.Tracker.Span);

    /// <summary>Gets how many messages of a lane may be taken at once.</summary>
    /// <param name="most">How many there is a use for.</param>
    public virtual int MostInSequence(int most) => most;

    /// <summary>Messages are about to be taken: keeps those back that may not be.</summary>
    public virtual void Narrow(List<PendingMessage> messages)
    {
    }

    /// <summary>Messages were taken. They begin, or have to be committed first.</summary>
    public virtual NextStep Take(Permit permit, bool isBatch)
    {
        permit.Run.Begin(isSequence: !isBatch && permit.Run.Messages.Count > 1);
        return NextStep.Attempt;
    }

    /// <summary>A message is finished, and counts.</summary>
    public virtual void Finish(PendingMessage message) => Log.Tracker.Finish(message);

    /// <summary>A message is finished; its lane goes on when that may be.</summary>
    public virtual void LeaveLane(PendingMessage message) => Backlog.Complete(message);

    /// <summary>The consumer has asked for a commit.</summary>
    public virtual void Asked()
    {
    }

    /// <summary>Gets whether a message that is delivered again is the same, rather than another log's.</summary>
    public virtual bool IsRepetition(PendingMessage message) => Log.Tracker.Find(message.Offset) is PendingMessage known && known.IsSameAs(message);

    /// <summary>The log went back to an offset.</summary>
    public virtual void GoBackTo(long offset)
    {
    }

    /// <summary>Gets what may be committed now, or null for nothing.</summary>
    /// <param name="ranges">A list to work with.</param>
    public virtual Progress? Committable(List<OffsetRange> ranges) => Ledger.Snapshot(ranges);

    /// <summary>A commit has ended, and the ledger knows.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    /// <param name="back">Gets the permits that go back to work.</param>
    public virtual void Ended(Progress? taken, List<Permit> back)
    {
    }

    /// <summary>Nothing more is begun: takes back what waits to. Gets the permits that are free.</summary>
    public virtual Permit[] Withdraw() => [];

    /// <summary>What a permit holds is committed. Begins it, unless nobody may any more. Not under the lock.</summary>
    public virtual bool TryResume(Permit permit) => throw new InvalidOperationException("Nothing waits for a commit before it begins.");

    /// <summary>A commit was refused, and not in passing. Takes back what it was made for, so that it keeps no permit from others. Not under the lock.</summary>
    /// <param name="isRefused">Whether the same will be refused again.</param>
    /// <returns>False where nothing has begun yet, or may be repeated.</returns>
    public virtual bool TryTakeBack(bool isRefused) => false;

    /// <summary>Tells of what is committed and will never begin, once. Any thread, not under the lock.</summary>
    /// <param name="isLast">Whether the result of a commit that is under way is not waited for.</param>
    public virtual void ReportUnbegun(bool isLast)
    {
    }
}
