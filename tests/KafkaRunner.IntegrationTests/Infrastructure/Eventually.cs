using System.Collections;
using System.Diagnostics;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Waits for conditions, and says what was awaited when one does not come.</summary>
internal static class Eventually
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits for a condition.</summary>
    /// <param name="what">What is awaited, as a fact: "partition 3 resumed".</param>
    /// <param name="condition">Asked every 25 ms. An exception of it ends the wait.</param>
    /// <param name="timeout">The default is 30 s.</param>
    /// <param name="state">What to tell when the time is over, like the output of a process.</param>
    public static Task Until(string what, Func<bool> condition, TimeSpan? timeout = null, Func<object?>? state = null) =>
        Until(what, () => Task.FromResult(condition()), met => met, timeout, state);

    /// <summary>Waits until what is read fulfils a condition, and returns it.</summary>
    public static Task<T> Until<T>(string what, Func<T> read, Func<T, bool> condition, TimeSpan? timeout = null) =>
        Until(what, () => Task.FromResult(read()), condition, timeout);

    /// <summary>Waits until what is read fulfils a condition, and returns it.</summary>
    public static async Task<T> Until<T>(
        string what, Func<Task<T>> read, Func<T, bool> condition, TimeSpan? timeout = null, Func<object?>? state = null)
    {
        var limit = timeout ?? DefaultTimeout;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var isLast = watch.Elapsed >= limit;
            var value = await read();
            if (condition(value)) return value;
            if (isLast)
            {
                Assert.Fail($"Not within {limit.TotalSeconds:0.#} s: {what}. Last state: {Describe(state is null ? value : state())}");
            }

            await Task.Delay(Interval);
        }
    }

    private static string Describe(object? state) => state switch
    {
        null => "null",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>())}]",
        _ => $"{state}",
    };
}
