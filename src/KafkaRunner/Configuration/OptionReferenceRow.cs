namespace KafkaRunner.Configuration;

/// <summary>What the reference page says of one option.</summary>
/// <param name="Name">The property.</param>
/// <param name="Key">The key in files, below <c>KafkaRunner</c>.</param>
/// <param name="Variable">The variable.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Default">The default; empty for none.</param>
/// <param name="Range">The values it takes; empty for any text.</param>
/// <param name="Help">Its one sentence.</param>
internal sealed record OptionReferenceRow(string Name, string Key, string Variable, string Flag, string Default, string Range, string Help);
