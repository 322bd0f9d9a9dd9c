using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Tests.Threads;

public sealed class HandlerThreadTests
{
    [Fact]
    public void A_call_inside_another_is_the_one_that_holds_the_thread_until_it_has_returned()
    {
        var (outer, inner) = (new Call(), new Call());
        var thread = HandlerThread.Current;
        var none = thread.Enter(outer);
        Assert.Contains(outer, Calls());
        var before = thread.Enter(inner);
        Assert.Contains(inner, Calls());
        Assert.DoesNotContain(outer, Calls());
        thread.Leave(before);
        Assert.Contains(outer, Calls());
        thread.Leave(none);
        Assert.DoesNotContain(outer, Calls());
    }

    private static List<IHandlerCall> Calls()
    {
        var calls = new List<IHandlerCall>();
        HandlerThread.CopyCalls(calls);
        return calls;
    }

    private sealed class Call : IHandlerCall
    {
        public long Since => Environment.TickCount64;

        public void NameBlocking(long since)
        {
        }
    }
}
