namespace KafkaRunner.Simulation.Kernel;

/// <summary>The chance of seeds.</summary>
internal static class Chances
{
    /// <summary>Gets chance that is the same each time for a seed and a purpose, and has nothing to do with that of the seed next to it, as that of <see cref="Random"/> has.</summary>
    public static Random Of(int seed, int purpose)
    {
        var mixed = ((ulong)(uint)purpose << 32) | (uint)seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;       // SplitMix64's last steps
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return new Random((int)(mixed ^ (mixed >> 31)));
    }
}
