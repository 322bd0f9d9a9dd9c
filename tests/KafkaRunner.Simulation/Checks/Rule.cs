using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>A rule that a life must keep: it hears of what happens after the history has taken note of it.</summary>
internal abstract class Rule(History history)
{
    protected History History { get; } = history;

    public virtual void Begun(Attempt attempt)
    {
    }

    /// <summary>A partition came to a member.</summary>
    /// <param name="tenure">The time that begins.</param>
    /// <param name="before">The one before it; null for none.</param>
    public virtual void Assigned(Tenure tenure, Tenure? before)
    {
    }

    /// <summary>The coordinator has taken a commit. What it names for the first time is not yet in <see cref="History.EverNamed"/>.</summary>
    public virtual void Committed(MemberFacts member, OffsetToCommit commit)
    {
    }

    /// <summary>A member has ended by itself.</summary>
    public virtual void Stopped(MemberFacts member, RunResult result, int borrowed)
    {
    }

    /// <summary>A partition is about to be given away, or a member is about to stop.</summary>
    public virtual void Revoked(Tenure tenure)
    {
    }

    /// <summary>Somebody has looked at a member that has had no trouble of its own.</summary>
    /// <param name="member">Which.</param>
    /// <param name="lent">What it reads from memory that was lent.</param>
    public virtual void Looked(MemberFacts member, IReadOnlyList<Lent> lent)
    {
    }

    /// <summary>All is over: troubles, and what there was to do.</summary>
    public virtual void Over()
    {
    }
}
