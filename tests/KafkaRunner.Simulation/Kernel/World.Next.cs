namespace KafkaRunner.Simulation.Kernel;

/// <summary>What comes next. Whoever has the baton finds that out, and hands it on.</summary>
internal sealed partial class World
{
    /// <summary>Takes what comes next: something to happen, or a thread to go on. Null when the world is over.</summary>
    private object? Next()
    {
        try
        {
            while (!_isOver && _breach is null)
            {
                if (++_steps > _limits.Steps) Fail(Rules.Steps, $"It goes on after {_limits.Steps} steps.");
                else if (Choose() is { } next) return next;
            }
        }
        catch (Exception exception)
        {
            Fail(Rules.Exception, $"A thread waits for what cannot be told: {exception}");
        }

        return null;
    }

    /// <summary>Chooses among what can happen now; where nothing can, time passes, and null is returned.</summary>
    private object? Choose()
    {
        _agenda.MoveDue(Now);
        _able.Clear();
        foreach (var waiting in _waiting)
        {
            if (waiting.CanGoOn(Now)) _able.Add(waiting);
        }

        if (_agenda.Ready + _able.Count == 0)
        {
            PassTime();
            return null;
        }

        var chosen = _chance.Next(_agenda.Ready + _able.Count);
        if (chosen < _agenda.Ready)
        {
            var happening = _agenda.Take(chosen);
            if (happening.IsOff || happening.Owner is { IsDead: true }) return null;
            Record.Step(happening.Id, happening.What, Now);
            return happening;
        }

        var strand = _able[chosen - _agenda.Ready];
        _waiting.Remove(strand);
        Record.Step(strand.Id, strand.Name, Now);
        return strand;
    }

    private void PassTime()
    {
        var next = _agenda.NextDue ?? TimeSpan.MaxValue;
        foreach (var waiting in _waiting)
        {
            if (!waiting.IsHeld && waiting.Deadline < next) next = waiting.Deadline;
        }

        if (next < TimeSpan.MaxValue)
        {
            Now = next;
            if (Now > _limits.Time) Fail(Rules.Time, $"It goes on after {_limits.Time}.");
            return;
        }

        if (_waiting.Exists(waiting => !waiting.IsDead)) Fail(Rules.Stuck, $"Nothing more can happen, and these wait: {string.Join(", ", _waiting.Where(w => !w.IsDead).Select(w => w.Name))}.");
        else _isOver = true;
    }
}
