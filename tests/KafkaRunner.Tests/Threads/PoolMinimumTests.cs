using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Tests.Threads;

public sealed class PoolMinimumTests
{
    private readonly PoolMinimum _added;
    private int _minimum = 2;

    public PoolMinimumTests() => _added = new PoolMinimum(
        () => _minimum,
        wanted =>
        {
            if (wanted > 100) return false;
            _minimum = wanted;
            return true;
        });

    [Fact]
    public void What_is_held_is_added_and_given_back()
    {
        _added.Add(32);
        Assert.Equal(34, _minimum);
        _added.Add(5);
        Assert.Equal(7, _minimum);
        _added.Add(0);
        Assert.Equal(2, _minimum);
    }

    [Fact]
    public void What_others_set_meanwhile_is_added_to_and_left_in_the_end()
    {
        _added.Add(10);
        _minimum = 50;
        _added.Add(11);
        Assert.Equal(61, _minimum);
        _added.Add(0);
        Assert.Equal(50, _minimum);
    }

    [Fact]
    public void What_others_set_after_it_was_given_back_stays()
    {
        _added.Add(10);
        _added.Add(0);
        _minimum = 12;
        _added.Add(0);
        Assert.Equal(12, _minimum);
        _added.Add(1);
        Assert.Equal(13, _minimum);
    }

    [Fact]
    public void What_the_pool_refuses_is_not_given_back()
    {
        _added.Add(10);
        _added.Add(200);
        Assert.Equal(12, _minimum);
        _added.Add(0);
        Assert.Equal(2, _minimum);
    }

    [Fact]
    public void What_the_pool_cuts_off_at_its_most_is_not_taken_for_somebody_elses_wish()
    {
        var minimum = 4;
        var added = new PoolMinimum(
            () => minimum,
            wanted =>
            {
                minimum = Math.Min(wanted, 16);
                return true;
            });
        added.Add(32);
        added.Add(33);
        added.Add(0);
        Assert.Equal(4, minimum);
    }
}
