using KafkaRunner.Internal.Threads;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Threads;

[Collection(nameof(WholeProcess))]
public sealed class ServiceThreadTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private readonly ServiceThread _thread = new();

    [Fact]
    public void A_timer_is_due_on_the_thread_itself_while_the_whole_pool_is_held()
    {
        using var due = new ManualResetEventSlim();
        using var pool = WholeProcess.Hold();
        var isOnThread = false;
        using var timer = _thread.CreateTimer(() =>
        {
            isOnThread = _thread.IsCurrent;
            due.Set();
        });
        timer.Change(TimeSpan.FromMilliseconds(20), Never);
        Assert.True(due.Wait(Soon));
        Assert.True(isOnThread);
    }

    [Fact]
    public async Task A_timer_that_was_put_off_or_stopped_is_not_due_earlier()
    {
        var order = new List<string>();
        var done = new TaskCompletionSource();
        using var putOff = _thread.CreateTimer(() => order.Add("put off"));
        using var stopped = _thread.CreateTimer(() => order.Add("stopped"));
        using var first = _thread.CreateTimer(() => order.Add("first"));
        using var last = _thread.CreateTimer(done.SetResult);
        putOff.Change(TimeSpan.FromMilliseconds(10), Never);
        stopped.Change(TimeSpan.FromMilliseconds(10), Never);
        last.Change(TimeSpan.FromMilliseconds(300), Never);
        putOff.Change(TimeSpan.FromMilliseconds(200), Never);
        stopped.Change(Never, Never);
        first.Change(TimeSpan.FromMilliseconds(50), Never);
        await done.Task.WaitAsync(Soon);
        Assert.Equal(["first", "put off"], order);
    }

    [Fact]
    public async Task A_timer_can_be_set_again_when_it_was_due_also_from_where_it_is()
    {
        var times = 0;
        var done = new TaskCompletionSource();
        ITimer? timer = null;
        timer = _thread.CreateTimer(() =>
        {
            if (++times == 3) done.SetResult();
            else timer!.Change(TimeSpan.FromMilliseconds(1), Never);
        });
        timer.Change(TimeSpan.Zero, Never);
        await done.Task.WaitAsync(Soon);
        await timer.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_ends_with_its_token() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ProcessRuntime(TimeProvider.System).Delay(TimeSpan.FromDays(1), new CancellationTokenSource(10).Token).WaitAsync(Soon));
}
