namespace KafkaRunner.Simulation.Life;

/// <summary>What operators have repaired of what broken records need.</summary>
internal sealed class Repairs
{
    private int _below;

    /// <summary>Repairs what records below a number need.</summary>
    public void Repair(int below) => _below = Math.Max(_below, below);

    public bool IsRepaired(int number) => number < _below;
}
