using KafkaRunner.Internal.Threads;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Life;

/// <summary>Where the handlers of one process do their work, and report it.</summary>
internal sealed class Desk(IWorld world, EngineRuntime runtime, History history, MemberFacts member, Repairs repairs)
{
    private TimeSpan _acknowledgedAt;       // all that handlers have produced

    /// <summary>Gets or sets whether the process was killed: nothing that is done in it counts.</summary>
    public bool IsDead { get; set; }

    /// <summary>Does what a record, or a batch, asks for.</summary>
    /// <param name="records">What it is about.</param>
    /// <param name="attempt">The number of the attempt.</param>
    /// <param name="commit">Asks for a commit.</param>
    /// <param name="mark">Says that one of a batch is done, by its index; null where there is no batch.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    public Task Process(IReadOnlyList<SeenRecord> records, int attempt, Action commit, Action<int>? mark, CancellationToken cancellationToken)
    {
        if (IsDead) throw new InvalidOperationException("the process was killed");
        var begun = history.Begin(member, records, attempt);
        world.Note("begin", $"{member.Name} {records[0]}{(records.Count > 1 ? $" and {records.Count - 1} more" : "")}, attempt {attempt}");
        List<Habit> habits = [.. records.Select(record => Habit.Of(record.Value))];
        var culprit = habits.FindIndex(habit => Fails(habit, attempt));
        if (culprit < 0 || habits[culprit].Kind is HabitKind.Fails or HabitKind.Broken or HabitKind.Cancels) return WorkAsync(begun, habits, culprit, commit, mark, cancellationToken);

        Failed(begun, habits, culprit, mark);
        return habits[culprit].Kind == HabitKind.Faulted ? Task.FromException(new InvalidOperationException("failed already")) : throw Failure(habits[culprit]);
    }

    private async Task WorkAsync(Attempt begun, List<Habit> habits, int culprit, Action commit, Action<int>? mark, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var habit in culprit < 0 ? habits : habits[..(culprit + 1)]) await TakeTimeAsync(habit, cancellationToken);
        }
        catch
        {
            Failed(begun, habits, 0, mark);
            throw;
        }

        if (culprit >= 0)
        {
            Failed(begun, habits, culprit, mark);
            throw Failure(habits[culprit]);
        }

        for (var i = 0; i < habits.Count; i++) Produce(begun.Records[i], habits[i]);
        if (habits.Exists(habit => habit.AsksForCommit)) commit();
        Ended(begun, begun.Records, "finish");
    }

    private Task TakeTimeAsync(Habit habit, CancellationToken cancellationToken)
    {
        if (IsDead) return Task.CompletedTask;
        var time = TimeSpan.FromMilliseconds(habit.Amount);
        switch (habit.Kind)
        {
            case HabitKind.Waits or HabitKind.Broken:
                return runtime.Delay(time, cancellationToken);
            case HabitKind.Deaf:
                return runtime.Delay(time, CancellationToken.None);
            case HabitKind.Event:
                var happened = runtime.CreateCompletion();
                world.After(time, "event", () => runtime.Queue(happened.SetResult));
                return happened.Task;
            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>Waits until the brokers have what handlers have produced.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var left = _acknowledgedAt - world.Now;
        if (left <= TimeSpan.Zero) return Task.CompletedTask;
        world.Note("flush", $"{member.Name} for {left.TotalSeconds:0.000} s");
        cancellationToken.UnsafeRegister(_ => history.Produced.NotFlushed(member), null);
        return runtime.Delay(left, cancellationToken);
    }

    private void Produce(SeenRecord record, Habit habit)
    {
        if (IsDead || habit.Produces is not { } time) return;
        var at = world.Now + time;
        if (at > _acknowledgedAt) _acknowledgedAt = at;
        history.Produced.Produced(member, record.Value, at);
    }

    private bool Fails(Habit habit, int attempt) => habit.Kind switch
    {
        HabitKind.Fails or HabitKind.Cancels or HabitKind.Faulted or HabitKind.Aggregate or HabitKind.Throws => attempt <= habit.Amount,
        HabitKind.Broken => !repairs.IsRepaired(habit.Number),
        _ => false,
    };

    private static Exception Failure(Habit habit) => habit.Kind switch
    {
        HabitKind.Cancels => new OperationCanceledException("a token of its own", new CancellationToken(canceled: true)),
        HabitKind.Aggregate => new AggregateException(new InvalidOperationException($"{habit} fails"), new OperationCanceledException("and more")),
        _ => new InvalidOperationException($"{habit} fails"),
    };

    private void Failed(Attempt begun, List<Habit> habits, int culprit, Action<int>? mark)
    {
        var marked = mark is not null && habits[culprit].Marks ? culprit : 0;
        for (var i = 0; i < marked; i++) mark!(i);
        Ended(begun, begun.Records.Take(marked), "fail");
    }

    private void Ended(Attempt begun, IEnumerable<SeenRecord> finished, string how)
    {
        if (IsDead) return;
        history.End(begun, finished);
        world.Note(how, $"{member.Name} {begun.Records[0]}{(begun.Records.Count > 1 ? $" and {begun.Records.Count - 1} more" : "")}");
    }
}
