namespace KafkaRunner.Tests.Docs;

public sealed class ConsumerHealth(IConsumerStatus status)
{
    public IEnumerable<string> Complaints()
    {
        foreach (var consumer in status.GetSnapshots())
        {
            if (consumer.State == ConsumerState.Failed) yield return $"{consumer.ConsumerType.Name} has failed";
            if (consumer.SinceLastPoll > TimeSpan.FromMinutes(1)) yield return $"{consumer.ConsumerType.Name} is not polled";
            foreach (var trouble in consumer.Troubles) yield return $"{consumer.ConsumerType.Name}: {trouble.Description}";
            foreach (var partition in consumer.Partitions)
            {
                if (partition.Held > 0) yield return $"{partition.Partition} has messages that cannot be read";
                if (partition.OldestRunning > TimeSpan.FromMinutes(10)) yield return $"{partition.Partition} at {partition.OldestOffset} does not end";
            }
        }
    }
}
