using System.Reflection;

namespace KafkaRunner.App.Hosts;

/// <summary>A program's entry point, running on a thread of its own, without arguments.</summary>
internal sealed class EntryPoint
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EntryPoint(MethodInfo method)
    {
        var thread = new Thread(() => Run(method)) { IsBackground = true, Name = "Entry point" };
        thread.Start();
    }

    /// <summary>Ends when it returns; fails with its exception.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the entry point of <paramref name="program"/>.</summary>
    public static EntryPoint Start(Assembly program) => new(
        program.EntryPoint ?? throw new KafkaRunnerConfigurationException($"{program.GetName().Name} has no entry point, so it builds no host."));

    private void Run(MethodInfo method)
    {
        try
        {
            object?[] arguments = method.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            method.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
            _ = _ended.Task.Exception; // seen, whether or not anyone still asks
        }
    }
}
