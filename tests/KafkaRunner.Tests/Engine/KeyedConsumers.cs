using System.Text;

namespace KafkaRunner.Tests.Engine;

/// <summary>Keeps a <see cref="Journal"/>, and asks for commits where a test wants it.</summary>
internal sealed class KeyedConsumer(Seen seen, Journal journal) : Consumer
{
    public override async Task Process(Message message, CancellationToken cancellationToken)
    {
        var end = journal.Begin([message], cancellationToken);
        var isFinished = false;
        try
        {
            var value = Encoding.UTF8.GetString(message.Value);
            if (seen.AsksForCommit(value, message.Attempt)) message.Commit();
            await seen.Process(value, message.Attempt, cancellationToken);
            isFinished = true;
        }
        finally
        {
            end(isFinished);
        }
    }
}

/// <summary>The same with batches; a value that <see cref="Seen.Marks"/> names is marked processed before anything else is done.</summary>
internal sealed class KeyedBatchConsumer(Seen seen, Journal journal) : BatchConsumer
{
    public override async Task Process(MessageBatch batch, CancellationToken cancellationToken)
    {
        var end = journal.Begin(batch, cancellationToken);
        var isFinished = false;
        try
        {
            var values = batch.Select(m => Encoding.UTF8.GetString(m.Value)).ToList();
            for (var i = 0; i < values.Count; i++)
            {
                if (seen.Marks(values[i])) batch.MarkProcessed(batch[i]);
            }

            if (seen.AsksForCommit(values[0], batch.Attempt)) batch.Commit();
            await seen.Process(string.Join(' ', values), batch.Attempt, cancellationToken);
            isFinished = true;
        }
        finally
        {
            end(isFinished);
        }
    }
}
