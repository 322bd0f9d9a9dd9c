using Spectre.Console;

namespace Blogs.Commands;

/// <summary>Shows how far a load has come: a bar on a terminal, a line for each tenth elsewhere.</summary>
internal static class LoadProgress
{
    public static async Task<LoadTally> ShowAsync(int count, Func<LoadTally, Task> load)
    {
        if (Console.IsErrorRedirected) return await RunAsync(new LoadTally(delivered => SayTenths(delivered, count)), load);

        return await Screen.Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var bar = progress.AddTask("Publishing", maxValue: count);
                return RunAsync(new LoadTally(delivered => bar.Value = delivered), load);
            });
    }

    private static async Task<LoadTally> RunAsync(LoadTally tally, Func<LoadTally, Task> load)
    {
        await load(tally);
        return tally;
    }

    private static void SayTenths(int delivered, int count)
    {
        if (delivered * 10L / count > (delivered - 1) * 10L / count) Screen.Say($"{delivered} of {count} published");
    }
}
