using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Messages_that_come_while_all_others_are_in_work_do_not_wait_for_one_of_them_to_end()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => (o.Ordering, o.MaxConcurrency) = (Ordering.None, 40));
        engine.Seen.Waits = _ => true;
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("as many as may be are in work", () => engine.Seen.Begun.Count == 40);
        engine.Seen.Open();
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == 100);
    }

    [Fact]
    public async Task Handlers_that_were_slow_one_by_one_still_work_side_by_side_when_many_messages_come()
    {
        await using var engine = new EngineFixture(typeof(SlowConsumer), o => (o.Ordering, o.MaxConcurrency) = (Ordering.None, 20));
        engine.Client.Assign(Partition(0));
        for (var i = 1; i <= 5; i++)
        {
            engine.Client.Append(Partition(0), $"single {i}");
            await Eventually.Until("it is done", () => engine.Seen.Finished.Count == i);
        }

        engine.Seen.Waits = _ => true;
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 50).Select(i => $"{i}")]);
        await Eventually.Until("as many as may be are in work", () => engine.Seen.Begun.Count == 25);
        engine.Seen.Open();
    }
}
