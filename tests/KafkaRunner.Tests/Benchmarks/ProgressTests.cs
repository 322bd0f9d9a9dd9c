using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Tests.Benchmarks;

public class ProgressTests
{
    [Fact]
    public async Task What_many_threads_count_is_counted_once_and_a_new_pass_begins_with_nothing()
    {
        Progress.Reset();
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 10_000; i++) Progress.Count();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(80_000, Progress.Total());
        Assert.True((await Progress.WaitAsync(80_000)).Figures["msgPerSecond"] > 0);

        Progress.Reset();
        Assert.Equal(0, Progress.Total());
        Progress.Count(3);
        Assert.Equal(3, Progress.Total());
    }
}
