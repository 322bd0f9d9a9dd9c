using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A client and its process.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever uses the client disposes it.")]
internal sealed class Member(ClientContext context) : IMember
{
    private readonly ModelClient _client = new(context);

    public IGroupClient Client => _client;

    public int Borrowed => context.Slots.InUse;

    public bool IsLetGo => _client.IsLetGo;

    public IReadOnlyList<Lent> Lent => context.Slots.Lent;

    public void Kill() => context.Process.Kill();

    public void SetFrozen(bool isFrozen) => context.Process.SetFrozen(isFrozen);

    /// <summary>A topic has changed; the client sees that sooner or later.</summary>
    public void Notice(string topic) => context.Process.Later(context.Cluster.Network.Notice(), $"sees that {topic} has changed", () => _client.See(topic));

    /// <summary>Its connections are broken, some or all.</summary>
    public void Disconnect(FailureCode code)
    {
        context.Coordination.Break();
        context.Process.Later(TimeSpan.FromMilliseconds(1 + context.Process.World.Pick(100)), "hears of it", () => context.Fail(new ClientFailure(code, code.Reason)));
    }
}
