using System.Diagnostics;

namespace KafkaRunner.Tests.Support;

/// <summary>Waits for conditions, so that tests need not sleep.</summary>
internal static class Eventually
{
    /// <summary>Waits until a condition holds.</summary>
    /// <param name="what">The condition in words.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="timeout">After how long the test fails; 10 s unless said.</param>
    /// <param name="meanwhile">Done each time that it does not hold yet: advances a clock, for one.</param>
    public static async Task Until(string what, Func<bool> condition, TimeSpan? timeout = null, Action? meanwhile = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < (timeout ?? TimeSpan.FromSeconds(10)), $"Waited in vain until {what}.");
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
