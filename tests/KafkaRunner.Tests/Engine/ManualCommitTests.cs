using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class ManualCommitTests
{
    [Fact]
    public async Task What_a_failed_attempt_asked_for_is_forgotten()
    {
        await using var engine = new EngineFixture(typeof(CommittingConsumer), o => o.CommitMode = CommitMode.Manual);
        engine.Client.Append(Partition(0), "commits and fails at first", "commits");
        engine.Seen.Waits = value => value == "commits";
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the first is done", () => engine.Seen.Finished.Count == 1 && engine.Seen.Begun.Contains("commits"));
        Assert.False(engine.Client.Committed.ContainsKey(Partition(0)));
        engine.Seen.Open();
        await Eventually.Until("the second is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
    }

    private sealed class CommittingConsumer(Seen seen) : Consumer<string>
    {
        public override async Task Process(Message<string> message, CancellationToken cancellationToken)
        {
            await seen.Process(message.Value, message.Attempt, cancellationToken);
            if (message.Attempt == 1) message.Commit();
            if (message.Attempt == 1 && message.Value != "commits")
            {
                seen.Finished.TryDequeue(out _);
                throw new InvalidOperationException("It fails after it has asked for a commit.");
            }
        }
    }
}
