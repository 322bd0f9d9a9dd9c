namespace KafkaRunner.Simulation.Kernel;

/// <summary>The threads of a world, and how they hand the baton on.</summary>
internal sealed partial class World
{
    /// <summary>Starts a thread. It goes on when it is chosen.</summary>
    public void StartThread(WorldRuntime? owner, string name, Action run)
    {
        Enter();
        if (_isOver) return;
        var strand = new Strand(++_ids, owner, name);
        var context = ExecutionContext.Capture();
        _waiting.Add(strand);
        ReusedThread.Start(() => Run(strand, context, run));
    }

    public bool WaitUntil(Func<bool> isSo, TimeSpan timeout)
    {
        Enter();
        if (_current is not { } strand) throw new InvalidOperationException("Only a thread of this world can wait; this is something that happens, and others would wait for it.");
        BidFarewell(strand);
        (strand.IsSo, strand.Deadline) = (isSo, timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : After(timeout));
        _waiting.Add(strand);
        var next = Next();
        if (next != strand)
        {
            HandOn(next);
            strand.Baton.Await();
            BidFarewell(strand);
        }

        _holder = Thread.CurrentThread;
        _current = strand;
        return isSo();
    }

    private void Run(Strand strand, ExecutionContext? context, Action run)
    {
        strand.Baton.Await();
        try
        {
            BidFarewell(strand);
            (_holder, _current) = (Thread.CurrentThread, strand);
            if (context is null) run();
            else ExecutionContext.Run(context, static run => ((Action)run!)(), run);
        }
        catch (WorldOverException)
        {
        }
        catch (Exception exception)
        {
            Fail(Rules.Exception, $"{strand.Name}: {exception}");
        }

        HandOn(_isOver ? null : Next());
    }

    private void BidFarewell(Strand strand)
    {
        if (!_isOver) return;
        if (++strand.Farewells <= MostFarewells) throw new WorldOverException();
        _loop.Give();       // it will not have it: it stays where it is
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Hands the baton on: to a thread, or to the world's own for something to happen there, or for the end.</summary>
    private void HandOn(object? next)
    {
        if (next is Strand strand)
        {
            strand.Baton.Give();
            return;
        }

        _handed = (Happening?)next;
        _loop.Give();
    }
}
