using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>Sends a client's commits, one at a time, and keeps the result until the poll thread asks for it.</summary>
internal sealed class ModelCommits(ClientContext context, Coordinator coordinator, Func<(int Id, int Generation)> identity)
{
    private static readonly ErrorCode[] Untold = [ErrorCode.Local_TimedOut, ErrorCode.Local_Transport, ErrorCode.RequestTimedOut, ErrorCode.NetworkException];

    private static readonly ErrorCode[] Unsent =
    [
        ErrorCode.Local_WaitCoord, ErrorCode.Local_Transport, ErrorCode.Local_TimedOutQueue, ErrorCode.Local_AllBrokersDown, ErrorCode.Local_InProgress,
        ErrorCode.Local_Retry, ErrorCode.GroupCoordinatorNotAvailable,
    ];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);        // socket.timeout.ms

    private readonly bool _isManaged = context.Options.MessageSource == MessageSource.Managed;
    private Action? _arrived;
    private bool _isUnderWay;

    public bool HasArrived => _arrived is not null;

    public void Send(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        var world = context.Process.World;
        if (_isUnderWay) world.Fail("one commit at a time", context.Process.Name);
        _isUnderWay = true;
        OffsetToCommit[] sent = [.. offsets.Select(o => _isManaged ? o with { Metadata = null } : o)];
        // Who it was when it sent, though it may be somebody else when that arrives.
        var (id, generation) = identity();
        context.Coordination.Send<CommitAnswer>(
            "commit", Timeout, reply => reply(coordinator.Commit(context.Process.Name, id, generation, sent)), (error, answer) =>
            {
                if (answer is { IsAnswerLost: true }) context.Process.Later(TimeSpan.FromMilliseconds(100 + world.Pick(5_000)), "commit is given up", () => Complete(Untold[world.Pick(Untold.Length)]));
                else if (error == ErrorCode.Local_Transport) Complete(Unsent[world.Pick(Unsent.Length)]);
                else Complete(error != ErrorCode.NoError ? error : answer!.Error);
            });

        void Complete(ErrorCode error)
        {
            world.Note(error == ErrorCode.NoError ? Happening.CommitHeard : Happening.CommitFailed, $"{context.Process.Name}: {error}");
            _arrived = () => completed(new CommitResult(error, offsets.ToDictionary(o => o.Partition, _ => new FailureCode(error))));
        }
    }

    /// <summary>Waits for a result, up to a time, and tells of it.</summary>
    public void Serve(TimeSpan timeout)
    {
        if (!context.Process.Wait(() => HasArrived, timeout) || _arrived is not { } arrived) return;
        (_arrived, _isUnderWay) = (null, false);
        arrived();
    }
}
