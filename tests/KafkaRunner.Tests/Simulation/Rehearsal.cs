using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

/// <summary>
/// A life without a consumer, to try a kernel by itself: processes that stand still at times hand tokens to each other by all that a runtime offers, and
/// none may be missing in the end.
/// </summary>
internal sealed class Rehearsal : ILife
{
    private const int Tokens = 20, Processes = 3, Passes = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly List<(TimeSpan At, int Process, TimeSpan Pause)> _deeds = [];
    private readonly IReadOnlySet<int> _leftOut;
    private readonly List<WorldRuntime> _processes = [];
    private readonly Queue<int>[] _hands = [.. Enumerable.Range(0, Processes).Select(_ => new Queue<int>())];
    private World _world = null!;
    private int _passed;
    private int _ended;

    public Rehearsal(int seed, IReadOnlySet<int> leftOut)
    {
        _leftOut = leftOut;
        var chance = Chances.Of(seed, purpose: 1);
        for (var i = 0; i < 8; i++)
        {
            var pause = TimeSpan.FromMilliseconds(chance.Next(1, 2_000));
            _deeds.Add((TimeSpan.FromMilliseconds(chance.Next(5_000)), chance.Next(Processes), pause));
        }
    }

    public IReadOnlyList<string> Steps => [.. _deeds.Select(deed => $"at {deed.At.TotalSeconds} s process {deed.Process} stands still for {deed.Pause.TotalSeconds} s")];

    public void Begin(World world)
    {
        _world = world;
        for (var i = 0; i < Processes; i++) _processes.Add(new WorldRuntime(world, $"process {i}"));
        for (var i = 0; i < Tokens; i++) _hands[i % Processes].Enqueue(i);
        for (var i = 0; i < _deeds.Count; i++)
        {
            if (!_leftOut.Contains(i)) Plan(_deeds[i]);
        }

        for (var i = 0; i < Processes; i++) Start(i);
    }

    private void Plan((TimeSpan At, int Process, TimeSpan Pause) deed)
    {
        _world.After(deed.At, "freeze", () =>
        {
            _world.Note("frozen", $"{deed.Process}");
            _processes[deed.Process].SetFrozen(true);
        });
        _world.After(deed.At + deed.Pause, "thaw", () =>
        {
            _world.Note("thawed", $"{deed.Process}");
            _processes[deed.Process].SetFrozen(false);
        });
    }

    private void Start(int process)
    {
        var runtime = _processes[process];
        runtime.StartThread("hands", () =>
        {
            while (_world.WaitUntil(() => _hands[process].Count > 0 || _passed >= Passes, Longest) && _passed < Passes)
            {
                _passed++;
                _ = PassAsync(runtime, _hands[process].Dequeue(), _world.Pick(Processes));
            }

            if (!_world.WaitUntil(() => _hands.Sum(hand => hand.Count) == Tokens, Longest)) _world.Fail("lost", $"Process {process} waits for {Tokens} tokens.");
            if (++_ended == Processes) _world.End();
        });
    }

    private async Task PassAsync(WorldRuntime runtime, int token, int to)
    {
        using var timeIsUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(_world.Pick(50)), runtime.Time);
        try
        {
            switch (_world.Pick(4))
            {
                case 0: await Task.Delay(TimeSpan.FromMilliseconds(_world.Pick(100)), runtime.Time).ConfigureAwait(false); break;
                case 1: await runtime.HopToPool(); break;
                case 2: await runtime.Delay(TimeSpan.FromMilliseconds(_world.Pick(100)), timeIsUp.Token); break;
                default: await Task.WhenAll(runtime.RunOnPool(() => Task.CompletedTask), Task.Delay(TimeSpan.FromMilliseconds(1), runtime.Time)).WaitAsync(timeIsUp.Token); break;
            }

            _world.Note("passed", $"{token} to {to}");
        }
        catch (OperationCanceledException)
        {
            _world.Note("passed late", $"{token} to {to}");
        }

        _hands[to].Enqueue(token);
    }
}
