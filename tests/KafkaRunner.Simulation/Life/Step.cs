namespace KafkaRunner.Simulation.Life;

/// <summary>Something that is planned to happen. Each can be left out, and what it does by chance does not depend on the others.</summary>
/// <param name="Number">Its number in the plan, from 0.</param>
/// <param name="At">When it happens.</param>
/// <param name="Kind">What kind of deed it is.</param>
/// <param name="Seed">From which its particulars come.</param>
internal sealed record Step(int Number, TimeSpan At, string Kind, int Seed)
{
    public override string ToString() => $"{Number,3}  {At.TotalSeconds,8:0.000} s  {Kind}";
}
