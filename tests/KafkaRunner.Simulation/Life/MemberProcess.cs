using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Model;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Simulation.Life;

/// <summary>A process with one consumer in it. It may be asked to stop, stand still, or be killed: then nothing of it happens any more, and nothing counts.</summary>
internal sealed class MemberProcess : IDisposable
{
    private readonly IWorld _world;
    private readonly WorldRuntime _runtime;
    private readonly IMember _member;
    private readonly History _history;
    private readonly Desk _desk;
    private readonly Telemetry _telemetry = new();
    private readonly ConsumerRunner _runner;

    public MemberProcess(World world, ICluster cluster, History history, Repairs repairs, Action<string, Guid> learned, MemberPlan plan, string name)
    {
        (_world, _history, Name) = (world, history, name);
        Options = plan.Options();
        Facts = new MemberFacts(name, Options.Ordering, Options.MaxConcurrency, plan.Consumer == typeof(BatchWorker) ? Options.BatchSize : 1, Options.DrainTimeout);
        _runtime = new WorldRuntime(world, name);
        _member = cluster.Connect(name, Options);
        _desk = new Desk(world, _runtime, history, Facts, repairs);
        var services = new ServiceCollection();
        services.AddSingleton(_desk);
        var parts = new ProcessingParts(new DeskServices(_desk), services, [], JsonSerializerOptions.Web, _telemetry);
        var pipeline = new ConsumerPipeline(ConsumerDefinition.Create(plan.Consumer, Options), parts, new LogReports(world, history, Facts));
        _runner = pipeline.MakeRunner(
            new SeamClient(_member.Client, Seam, learned, history.DeliverAgain), _runtime, [new PartitionReports(world, history, Facts, Seam)], _desk.FlushAsync, () => new SeamTracker(Seam));
        _runner.Start();
    }

    public string Name { get; }

    public ConsumerOptions Options { get; }

    public MemberFacts Facts { get; }

    public Seam Seam { get; } = new();

    public bool IsKilled { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Gets whether it has stood still at any time.</summary>
    public bool WasFrozen { get; private set; }

    /// <summary>Gets how it has ended by itself; null for not yet.</summary>
    public RunResult? Result { get; private set; }

    /// <summary>Gets when it was asked to stop; null for never.</summary>
    public TimeSpan? AskedToStopAt { get; private set; }

    /// <summary>Gets whether it has ended by itself, and nobody has looked yet.</summary>
    public bool HasEnded => IsRunning && _runner.Completion.IsCompleted;

    public bool IsRunning => !IsKilled && Result is null;

    /// <summary>Gets when it must have ended at the latest, having been asked to.</summary>
    /// <remarks>
    /// A revocation that is under way has its own time, and its commit; then a stop has the time for work, the grace, and that of the last commit, leaving
    /// and telling.
    /// </remarks>
    public TimeSpan? MustEndBy => AskedToStopAt + Options.DrainTimeout + LastCommit.LeastTime + Options.ShutdownTimeout + Options.CancellationGrace + LastCommit.LeastTime + TimeSpan.FromSeconds(5);

    public void RequestStop()
    {
        AskedToStopAt ??= _world.Now;
        _history.AskToStop(Facts);
        try
        {
            _runner.RequestStop();
        }
        catch (Seam.InjectedException)
        {
        }
    }

    public void Kill()
    {
        (IsKilled, _desk.IsDead) = (true, true);
        _history.Kill(Facts);
        _runtime.Kill();
        _member.Kill();
        Dispose();
    }

    public void SetFrozen(bool isFrozen)
    {
        if (!IsRunning || isFrozen == IsFrozen) return;
        (IsFrozen, WasFrozen) = (isFrozen, true);
        _history.Excuse(Facts, "frozen");
        _runtime.SetFrozen(isFrozen);
        _member.SetFrozen(isFrozen);
    }

    /// <summary>Looks whether it has ended, and tells the history then.</summary>
    public void Look()
    {
        if (IsRunning && !WasFrozen && !Seam.HasThrown && AskedToStopAt is null && !HasEnded) _history.Look(Facts, _member.Lent);
        if (!HasEnded) return;
        Result = _runner.Completion.Result;
        _world.Note($"ended {Result.End}", Result.Failure is { } failure ? $"{Name}: {failure.GetBaseException().Message}" : Name);
        if (!_member.IsLetGo) _world.Fail("end", $"at {_world.Now.TotalSeconds:0.000} s: {Name} has ended as {Result.End}, and its client was not let go");
        _history.Stop(Facts, Result, _member.Borrowed);
        Dispose();
    }

    public void Dispose() => _telemetry.Dispose();
}
