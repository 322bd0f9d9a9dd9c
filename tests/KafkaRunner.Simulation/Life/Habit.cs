using System.Globalization;

namespace KafkaRunner.Simulation.Life;

/// <summary>What a handler does with a record: its value says it, so that it is the same in every attempt by whomever.</summary>
/// <param name="Number">The record's number in its life.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Amount">Milliseconds, or attempts.</param>
internal readonly record struct Habit(int Number, HabitKind Kind, int Amount)
{
    /// <summary>Gets whether a handler of a manual group asks for a commit here.</summary>
    public bool AsksForCommit => Number % 3 != 0;

    /// <summary>Gets how long the brokers take to acknowledge what a handler produces here and does not wait for; null where it produces nothing.</summary>
    public TimeSpan? Produces => Number % 4 == 0 ? TimeSpan.FromMilliseconds(10 + (Number * 97 % 1500)) : null;

    /// <summary>Gets whether a batch that fails here has marked what comes before.</summary>
    public bool Marks => Number % 2 == 0;

    public static Habit Of(string value)
    {
        var parts = value.Split(':');
        return new Habit(int.Parse(parts[0], CultureInfo.InvariantCulture), Enum.Parse<HabitKind>(parts[1]), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public static Habit Any(int number, Random random)
    {
        var kind = random.Next(10) < 6 ? HabitKind.Quick : (HabitKind)random.Next((int)HabitKind.Throws + 1);
        var amount = kind switch
        {
            HabitKind.Quick => 0,
            HabitKind.Fails or HabitKind.Cancels or HabitKind.Faulted or HabitKind.Aggregate or HabitKind.Throws => 1 + random.Next(3),
            _ => random.Next(8) == 0 ? random.Next(15_000) : random.Next(500),
        };
        return new Habit(number, kind, amount);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Kind}:{Amount}");
}

internal enum HabitKind
{
    /// <summary>Returns at once.</summary>
    Quick,

    /// <summary>Takes a time, and gives up when asked to.</summary>
    Waits,

    /// <summary>Takes a time whatever it is asked.</summary>
    Deaf,

    /// <summary>Ends when something else happens.</summary>
    Event,

    /// <summary>Takes a time, and then fails until an operator has repaired what it needs.</summary>
    Broken,

    /// <summary>Fails in the first attempts.</summary>
    Fails,

    /// <summary>Says in the first attempts that it was cancelled, by a token of its own.</summary>
    Cancels,

    /// <summary>Returns in the first attempts a task that has failed already.</summary>
    Faulted,

    /// <summary>Throws in the first attempts several exceptions in one.</summary>
    Aggregate,

    /// <summary>Throws in the first attempts before it returns a task.</summary>
    Throws,
}
