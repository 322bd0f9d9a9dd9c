using System.Text;
using KafkaRunner.Simulation.Checks;

namespace KafkaRunner.Simulation.Life;

/// <summary>Takes single messages, raw.</summary>
internal sealed class Worker(Desk desk) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) =>
        desk.Process([Seen(message)], message.Attempt, message.Commit, null, cancellationToken);

    public static SeenRecord Seen(Message message) => new(
        new TopicPartition(message.Topic, message.Partition),
        message.Offset,
        message.LeaderEpoch ?? -1,
        message.HasKey ? Encoding.UTF8.GetString(message.Key) : null,
        Encoding.UTF8.GetString(message.Value));
}

/// <summary>Takes single messages as text.</summary>
internal sealed class TextWorker(Desk desk) : Consumer<string>
{
    public override Task Process(Message<string> message, CancellationToken cancellationToken) =>
        desk.Process(
            [new SeenRecord(new TopicPartition(message.Topic, message.Partition), message.Offset, message.LeaderEpoch ?? -1, message.Key, message.Value)],
            message.Attempt, message.Commit, null, cancellationToken);
}

/// <summary>Takes batches.</summary>
internal sealed class BatchWorker(Desk desk) : BatchConsumer
{
    public override Task Process(MessageBatch batch, CancellationToken cancellationToken) =>
        desk.Process([.. batch.Select(Worker.Seen)], batch.Attempt, batch.Commit, i => batch.MarkProcessed(batch[i]), cancellationToken);
}
