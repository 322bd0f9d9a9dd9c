using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Simulation.Life;

/// <summary>A tracker that throws where its seam does.</summary>
internal sealed class SeamTracker(Seam seam) : OffsetTracker
{
    public override void Add(TrackedOffset offset)
    {
        seam.At("tracker: Add");
        base.Add(offset);
    }

    public override void Finish(TrackedOffset offset)
    {
        seam.At("tracker: Finish");
        base.Finish(offset);
    }
}
