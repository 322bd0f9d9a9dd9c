using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

public class OutstandingTests
{
    private readonly Outstanding _outstanding = new();

    [Fact]
    public void Nothing_outstanding_is_done_at_once() => Assert.True(_outstanding.SoFar().IsCompleted);

    [Fact]
    public void Waiting_is_for_what_entered_before_and_not_for_later_ones()
    {
        var first = _outstanding.Enter();
        var soFar = _outstanding.SoFar();
        var later = _outstanding.Enter();
        Assert.False(soFar.IsCompleted);
        _outstanding.Leave(first);
        Assert.True(soFar.IsCompleted);
        Assert.Equal(1, _outstanding.Count);
        _outstanding.Leave(later);
        Assert.True(_outstanding.SoFar().IsCompleted);
    }

    [Fact]
    public async Task A_later_wait_includes_what_an_earlier_one_waits_for()
    {
        var first = _outstanding.Enter();
        var one = _outstanding.SoFar();
        var second = _outstanding.Enter();
        var two = _outstanding.SoFar();
        _outstanding.Leave(second);
        Assert.False(two.IsCompleted);
        Assert.False(_outstanding.SoFar().IsCompleted);
        _outstanding.Leave(first);
        await Task.WhenAll(one, two).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Counting_holds_under_many_threads()
    {
        await Parallel.ForAsync(0, 8, async (_, _) =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var generation = _outstanding.Enter();
                if (i % 100 == 0)
                {
                    var soFar = _outstanding.SoFar();
                    _outstanding.Leave(generation);
                    await soFar;
                }
                else
                {
                    _outstanding.Leave(generation);
                }
            }
        });
        Assert.Equal(0, _outstanding.Count);
        Assert.True(_outstanding.SoFar().IsCompleted);
    }
}
