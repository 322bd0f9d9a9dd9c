using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Tests.Simulation;

/// <summary>A world of one thread, the test's: what is due happens while it waits.</summary>
internal sealed class ModelWorld(int seed) : IWorld
{
    private readonly Random _chance = new(seed);
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _due = new();

    public TimeSpan Now { get; private set; }

    public List<string> Notes { get; } = [];

    public List<string> Breaches { get; } = [];

    public int Pick(int below) => _chance.Next(below);

    public bool Chance(double probability) => _chance.NextDouble() < probability;

    public void After(TimeSpan delay, string what, Action happens) => _due.Enqueue(happens, (Now + delay, _chance.Next()));

    public bool WaitUntil(Func<bool> isSo, TimeSpan timeout)
    {
        var until = Now + timeout;
        while (!isSo())
        {
            if (!_due.TryPeek(out var happens, out var due) || due.At > until)
            {
                Now = until;
                return isSo();
            }

            _due.Dequeue();
            Now = due.At > Now ? due.At : Now;
            happens();
        }

        return true;
    }

    /// <summary>Gets the kinds of what has happened.</summary>
    public HashSet<string> Kinds { get; } = [];

    public void Note(string kind, string what)
    {
        Kinds.Add(kind);
        Notes.Add($"{Now.TotalMilliseconds:F1} {kind}: {what}");
    }

    public void Fail(string rule, string what) => Breaches.Add($"{rule}: {what}");
}
