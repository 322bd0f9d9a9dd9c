using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Engine.Sources;

/// <summary>The engine does the same whatever its messages come from: the native queues, Confluent's interface, or the fake.</summary>
public sealed class SourceTests
{
    public static TheoryData<string> Beds => ["fake", "native", "managed"];

    [Theory, MemberData(nameof(Beds))]
    public async Task A_partition_is_processed_in_order_and_committed_to_its_end(string name)
    {
        await using var bed = Make(name);
        await bed.AppendAsync(0, Many("a", 300));
        await bed.AppendAsync(1, Many("b", 300));
        await bed.StartAsync(typeof(TextConsumer), _ => { });
        await Eventually.Until("all are done", () => bed.Seen.Finished.Count == 600, Patience);
        await bed.StopAsync();
        Assert.Equal(Many("a", 300).Select(m => m.Value), bed.Seen.Finished.Where(v => v[0] == 'a'));
        Assert.Equal(Many("b", 300).Select(m => m.Value), bed.Seen.Finished.Where(v => v[0] == 'b'));
        Assert.Equal((300, 300), (bed.Committed(0), bed.Committed(1)));
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task A_key_waits_for_its_first_message_and_the_others_do_not(string name)
    {
        await using var bed = Make(name);
        bed.Seen.Waits = value => value == "stuck";
        await bed.AppendAsync(0, [("x", "stuck"), ("x", "behind it"), .. Enumerable.Range(0, 50).Select(i => ($"{i % 7}", $"{i}"))]);
        await bed.StartAsync(typeof(TextConsumer), o => o.Ordering = Ordering.Key);
        await Eventually.Until("the others are done", () => bed.Seen.Finished.Count == 50, Patience);
        Assert.DoesNotContain("behind it", bed.Seen.Begun);
        for (var key = 0; key < 7; key++)
        {
            Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 7 == key), bed.Seen.Finished.Select(int.Parse).Where(i => i % 7 == key));
        }

        bed.Seen.Open();
        await Eventually.Until("all are done", () => bed.Seen.Finished.Count == 52, Patience);
        await bed.StopAsync();
        Assert.Equal(52, bed.Committed(0));
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task A_message_that_fails_is_tried_again_before_those_behind_it(string name)
    {
        await using var bed = Make(name);
        bed.Seen.Fails = (value, attempt) => value == "a1" && attempt < 4;
        await bed.AppendAsync(0, Many("a", 3));
        await bed.StartAsync(typeof(TextConsumer), _ => { });
        await Eventually.Until("all are done", () => bed.Seen.Finished.Count == 3, Patience);
        await bed.StopAsync();
        Assert.Equal(["a0", "a1", "a1", "a1", "a1", "a2"], bed.Seen.Begun);
        Assert.Equal(3, bed.Committed(0));
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task A_handler_that_blocks_its_thread_stops_no_other_partition(string name)
    {
        await using var bed = Make(name);
        using var gate = new ManualResetEventSlim();
        bed.Seen.Does = value =>
        {
            if (value == "a0") gate.Wait();
            return Task.CompletedTask;
        };
        await bed.AppendAsync(0, Many("a", 2));
        await bed.AppendAsync(1, Many("b", 200));
        await bed.StartAsync(typeof(TextConsumer), _ => { });
        await Eventually.Until("the other partition is done", () => bed.Seen.Finished.Count(v => v[0] == 'b') == 200, Patience);
        Assert.DoesNotContain("a0", bed.Seen.Finished);
        gate.Set();
        await Eventually.Until("all are done", () => bed.Seen.Finished.Count == 202, Patience);
        await bed.StopAsync();
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task A_stop_lets_what_is_in_work_finish_and_commits_it_and_nothing_more(string name)
    {
        await using var bed = Make(name);
        bed.Seen.Waits = value => value == "a1";
        await bed.AppendAsync(0, Many("a", 5));
        await bed.StartAsync(typeof(TextConsumer), _ => { });
        await Eventually.Until("the second has begun", () => bed.Seen.Begun.Contains("a1"), Patience);
        var stop = bed.StopAsync();
        bed.Seen.Open();
        await stop;
        Assert.Equal(bed.Seen.Begun, bed.Seen.Finished);
        Assert.Equal(bed.Seen.Finished.Count, bed.Committed(0));
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task A_batch_is_full_or_has_waited(string name)
    {
        await using var bed = Make(name);
        await bed.AppendAsync(0, Many("a", 25));
        await bed.StartAsync(typeof(TextBatchConsumer), o => (o.BatchSize, o.BatchWait) = (10, TimeSpan.FromMilliseconds(500)));
        await Eventually.Until("all are done", () => bed.Seen.Finished.Sum(batch => batch.Split(' ').Length) == 25, Patience);
        await bed.StopAsync();
        Assert.Equal(Many("a", 25).Select(m => m.Value), bed.Seen.Finished.SelectMany(batch => batch.Split(' ')));
        Assert.All(bed.Seen.Finished, batch => Assert.InRange(batch.Split(' ').Length, 1, 10));
        Assert.Equal(25, bed.Committed(0));
    }

    [Theory, MemberData(nameof(Beds))]
    public async Task At_most_once_tries_nothing_twice(string name)
    {
        await using var bed = Make(name);
        bed.Seen.Fails = (value, _) => value == "a1";
        await bed.AppendAsync(0, Many("a", 4));
        await bed.StartAsync(typeof(TextConsumer), o => o.DeliveryGuarantee = DeliveryGuarantee.AtMostOnce);
        await Eventually.Until("all have begun", () => bed.Seen.Begun.Count == 4, Patience);
        await bed.StopAsync();
        Assert.Equal(["a0", "a2", "a3"], bed.Seen.Finished);
        Assert.Equal(4, bed.Committed(0));
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(30);

    private static IEngineBed Make(string name) => name switch
    {
        "fake" => new FakeBed(),
        "native" => new BrokerBed(MessageSource.Native),
        _ => new BrokerBed(MessageSource.Managed),
    };

    private static (string? Key, string Value)[] Many(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => ((string?)null, $"{prefix}{i}"))];
}
