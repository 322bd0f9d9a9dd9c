using System.Diagnostics;

namespace KafkaRunner.Tests.Support;

/// <summary>Waits for conditions, so that tests need not sleep.</summary>
internal static class Eventually
{
    public static async Task Until(string what, Func<bool> condition, TimeSpan? timeout = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < (timeout ?? TimeSpan.FromSeconds(10)), $"Waited in vain until {what}.");
            await Task.Delay(5);
        }
    }
}
