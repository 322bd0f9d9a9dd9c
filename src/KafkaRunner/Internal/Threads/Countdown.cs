namespace KafkaRunner.Internal.Threads;

/// <summary>A time that runs out, from now on.</summary>
internal readonly struct Countdown(TimeProvider clock, TimeSpan length)
{
    private readonly long _began = clock.GetTimestamp();

    /// <summary>Gets how much of it has passed, also beyond its end.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>Gets how much is left; never below zero.</summary>
    public TimeSpan Left => length - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Gets whether it has run out.</summary>
    public bool IsOver => Elapsed >= length;
}
