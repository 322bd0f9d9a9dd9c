using Confluent.Kafka;

namespace KafkaRunner.Internal.Offsets;

/// <summary>What a refused commit means.</summary>
internal static class CommitErrors
{
    /// <summary>Gets whether the group no longer knows us, so that trying again is in vain and what we have is lost.</summary>
    public static bool MeansLost(ErrorCode error) => error is
        ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId or ErrorCode.FencedMemberEpoch or ErrorCode.Local_Fenced
        or ErrorCode.Local_Fatal or ErrorCode.GroupIdNotFound;
}
