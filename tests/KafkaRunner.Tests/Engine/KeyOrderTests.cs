using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class KeyOrderTests
{
    private readonly Journal _journal = new(Ordering.Key);

    [Fact]
    public async Task A_key_keeps_its_order_whatever_its_handlers_do()
    {
        await using var engine = Start(o => o.MaxConcurrency = 4);
        engine.Seen.Fails = (value, attempt) => Number(value) % 61 == 0 && attempt < 3;
        engine.Seen.AsksForCommit = (value, _) => Number(value) % 53 == 0;
        engine.Seen.Does = async value =>
        {
            if (Number(value) % 7 == 0) await Task.Yield();
            if (Number(value) % 97 == 0) Thread.Sleep(1);       // blocks its thread
        };
        foreach (var number in Enumerable.Range(0, 3))
        {
            var messages = Enumerable.Range(0, 3_000).Select(i => (i % 11 == 0 ? null : $"key {i * i % 17}", (string?)$"{number}:{i}"));
            engine.Client.Append(Partition(number), messages);
        }

        engine.Client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("all is committed", () => Enumerable.Range(0, 3).All(p => engine.Client.Committed.GetValueOrDefault(Partition(p)) == 3_000), TimeSpan.FromSeconds(30));
        Assert.Empty(_journal.Violations);
        Assert.Equal(9_000, engine.Seen.Finished.Count);
        Assert.Equal(9_000, engine.Seen.Finished.Distinct().Count());
        Assert.InRange(_journal.MostInWork, 2, 4);
        Assert.All(Enumerable.Range(0, 3), p => Assert.Equal("", engine.Client.Metadata[Partition(p)]));
    }

    [Fact]
    public async Task A_partition_keeps_its_order_when_a_run_of_quick_handlers_is_broken()
    {
        var journal = new Journal(Ordering.Partition);
        await using var engine = new EngineFixture(typeof(KeyedConsumer), services: s => s.AddSingleton(journal));
        engine.Seen.Fails = (value, attempt) => Number(value) % 701 == 700 && attempt < 3;
        engine.Seen.AsksForCommit = (value, _) => Number(value) % 503 == 502;
        engine.Seen.Does = value => Number(value) % 601 == 600 ? Later() : Task.CompletedTask;
        engine.Client.Append(Partition(0), Enumerable.Range(0, 20_000).Select(i => ((string?)null, (string?)$"{i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 20_000, TimeSpan.FromSeconds(30));
        Assert.Empty(journal.Violations);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"{i}"), engine.Seen.Finished);

        static async Task Later() => await Task.Yield();
    }

    [Fact]
    public async Task What_a_run_has_finished_is_committed_while_a_handler_in_it_blocks()
    {
        await using var engine = Start(o => o.Ordering = Ordering.Partition);
        using var gate = new Gate();
        engine.Seen.Does = value =>
        {
            if (value == "900") gate.Wait();
            return Task.CompletedTask;
        };
        engine.Client.Append(Partition(0), Enumerable.Range(0, 1_000).Select(i => ((string?)null, (string?)$"{i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all before it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 900);
        var snapshot = engine.Runner.Snapshot().Partitions.Single();
        Assert.Equal((1, 900L), (snapshot.InWork, snapshot.OldestOffset));
        Assert.Equal(900, engine.Seen.Finished.Count);
        gate.Open();
        await Eventually.Until("the rest is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 1_000);
        Assert.Empty(_journal.Violations);
    }

    [Fact]
    public async Task A_run_that_is_stopped_in_its_middle_leaves_the_rest_to_the_next_owner()
    {
        var engine = Start(o => o.Ordering = Ordering.Partition);
        await using (engine)
        {
            using var gate = new Gate();
            engine.Seen.Does = value =>
            {
                if (value == "900") gate.Wait();
                return Task.CompletedTask;
            };
            engine.Client.Append(Partition(0), Enumerable.Range(0, 1_000).Select(i => ((string?)null, (string?)$"{i}")));
            engine.Client.Assign(Partition(0));
            await Eventually.Until("it blocks", () => engine.Seen.Begun.Contains("900"));
            var stop = engine.StopAsync();
            await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
            gate.Open();
            Assert.Equal(RunEnd.Stopped, (await stop).End);
            Assert.Equal(901, engine.Seen.Finished.Count);
            Assert.Equal(901, engine.Client.Committed[Partition(0)]);
        }

        await using var next = new EngineFixture(typeof(KeyedConsumer), new FakeGroupClient(engine.Client), services: s => s.AddSingleton(new Journal(Ordering.Partition)));
        next.Client.Assign(Partition(0));
        await Eventually.Until("the rest is done", () => next.Seen.Finished.Count == 99);
        Assert.Equal("901", next.Seen.Finished.First());
    }

    [Fact]
    public async Task Other_keys_go_on_while_a_key_with_many_messages_is_stuck()
    {
        await using var engine = Start(o => o.MaxConcurrency = 2);
        engine.Seen.Waits = value => value == "hot 0";
        engine.Client.Append(Partition(0), Enumerable.Range(0, 500).Select(i => ((string?)"hot", (string?)$"hot {i}")));
        engine.Client.Append(Partition(0), Enumerable.Range(0, 500).Select(i => ((string?)$"{i % 7}", (string?)$"cold {i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all of the other keys is done", () => engine.Seen.Finished.Count == 500);
        Assert.DoesNotContain(engine.Seen.Finished, value => value.StartsWith("hot", StringComparison.Ordinal));
        Assert.Equal(["hot 0"], engine.Seen.Begun.Where(value => value.StartsWith("hot", StringComparison.Ordinal)));
        engine.Seen.Open();
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 1_000);
        Assert.Empty(_journal.Violations);
    }

    [Fact]
    public async Task A_key_with_many_messages_leaves_the_others_their_turns()
    {
        await using var engine = Start(o => o.MaxConcurrency = 1);
        // Slow at first, so that the other partition stands in line before most of it is done, also on a busy machine.
        engine.Seen.Does = async _ =>
        {
            if (engine.Seen.Finished.Count < 200) await Task.Delay(1);
            else await Task.Yield();
        };
        engine.Client.Append(Partition(0), Enumerable.Range(0, 2_000).Select(i => ((string?)"hot", (string?)$"hot {i}")));
        engine.Client.Append(Partition(0), ("cold", "cold"), ("cool", "cool"));
        engine.Client.Append(Partition(1), Enumerable.Range(0, 5).Select(i => ((string?)$"{i}", (string?)$"{i}")));
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("all is done", () => engine.Seen.Finished.Count == 2_007);
        var finished = engine.Seen.Finished.ToList();
        Assert.True(finished.IndexOf("4") < 1_500, $"The other partition was done as number {finished.IndexOf("4")}.");
        Assert.Empty(_journal.Violations);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_stops_no_other_lane()
    {
        await using var engine = Start();
        using var gate = new Gate();
        engine.Seen.Does = value =>
        {
            if (value == "blocks") gate.Wait();
            return Task.CompletedTask;
        };
        engine.Client.Append(Partition(0), [("a", "blocks"), ("a", "behind"), .. Enumerable.Range(0, 300).Select(i => ((string?)$"{i % 9}", (string?)$"{i}"))]);
        engine.Client.Append(Partition(1), ("b", "elsewhere"));
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("all others are done", () => engine.Seen.Finished.Count == 301);
        Assert.DoesNotContain("behind", engine.Seen.Begun);
        await Eventually.Until("they are committed beyond it", () => engine.Client.Metadata.TryGetValue(Partition(0), out var map) && map.Length > 0);
        Assert.Equal(0, engine.Client.Committed[Partition(0)]);
        gate.Open();
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 302);
        Assert.Empty(_journal.Violations);
    }

    [Fact]
    public async Task Messages_without_a_key_do_not_wait_for_each_other()
    {
        await using var engine = Start(o => o.MaxConcurrency = 8);
        engine.Seen.Waits = value => value is "0" or "1" or "2";
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all but three are done, and those are in work", () => engine.Seen.Finished.Count == 97 && _journal.InWork == 3);
    }

    [Fact]
    public async Task An_empty_key_is_a_key()
    {
        await using var engine = Start();
        engine.Seen.Waits = value => value == "first";
        engine.Client.Append(Partition(0), ("", "first"), ("", "second"), (null, "without"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the one without is done", () => engine.Seen.Finished.Contains("without"));
        Assert.DoesNotContain("second", engine.Seen.Begun);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task As_many_keys_are_in_work_as_MaxConcurrency_allows(int most, bool isBehindHotKey)
    {
        // Nothing but reading may bring them: a commit does not, and the look once a second at what waits is too slow.
        await using var engine = Start(o => (o.MaxConcurrency, o.CommitInterval) = (most, TimeSpan.FromHours(1)));
        engine.Seen.Waits = _ => true;
        if (isBehindHotKey) engine.Client.Append(Partition(0), Enumerable.Range(0, 100).Select(i => ((string?)"hot", (string?)$"hot {i}")));
        engine.Client.Append(Partition(0), Enumerable.Range(0, 1_000).Select(i => ((string?)$"{i}", (string?)$"{i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until($"{most} are in work", () => _journal.InWork == most);
    }

    private static int Number(string value) => int.Parse(value[(value.IndexOf(':') + 1)..]);

    private EngineFixture Start(Action<ConsumerOptions>? configure = null) => new(
        typeof(KeyedConsumer),
        o =>
        {
            o.Ordering = Ordering.Key;
            configure?.Invoke(o);
        },
        s => s.AddSingleton(_journal));
}
