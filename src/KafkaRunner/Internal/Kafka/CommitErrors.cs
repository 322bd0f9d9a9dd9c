using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a refused commit means.</summary>
internal static class CommitErrors
{
    /// <summary>Gets whether trying again helps: a rebalance is under way, the coordinator moves, or the network fails.</summary>
    public static bool IsPassing(FailureCode code) => code.Value is
        ErrorCode.IllegalGeneration or ErrorCode.RebalanceInProgress or ErrorCode.StaleMemberEpoch or ErrorCode.NotCoordinatorForGroup
        or ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.RequestTimedOut or ErrorCode.NetworkException
        or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown
        or ErrorCode.Local_WaitCoord or ErrorCode.Local_InProgress or ErrorCode.Local_Retry;

    /// <summary>Gets whether the group no longer knows us, so that trying again is in vain and what we have is lost.</summary>
    public static bool MeansLost(FailureCode code) => code.Value is
        ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId or ErrorCode.FencedMemberEpoch or ErrorCode.Local_Fenced
        or ErrorCode.Local_Fatal or ErrorCode.GroupIdNotFound;

    /// <summary>Gets whether the metadata is longer than the brokers take.</summary>
    public static bool IsTooLong(FailureCode code) => code.Value == ErrorCode.OffsetMetadataTooLarge;
}
