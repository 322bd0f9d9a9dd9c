using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Life;

/// <summary>Reports to the history which partitions come to a process and go.</summary>
internal sealed class PartitionReports(IWorld world, History history, MemberFacts member, Seam seam) : IPartitionListener
{
    public Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        Note("assigned", context);
        history.Assign(member, context.Partitions);
        seam.At("listener: Assigned");
        return Task.CompletedTask;
    }

    public Task RevokingAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        Note("revoking", context);
        history.Revoke(member, context.Partitions);
        seam.At("listener: Revoking");
        return Task.CompletedTask;
    }

    public Task LostAsync(PartitionContext context, CancellationToken cancellationToken)
    {
        Note("lost", context);
        history.Lose(member, context.Partitions);
        return Task.CompletedTask;
    }

    private void Note(string kind, PartitionContext context) => world.Note(kind, $"{member.Name} {string.Join(", ", context.Partitions)}");
}
