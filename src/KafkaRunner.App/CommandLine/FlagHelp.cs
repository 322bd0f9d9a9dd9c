namespace KafkaRunner.App.CommandLine;

/// <summary>One flag as the help shows it.</summary>
/// <param name="Syntax">The flag and what follows it, like <c>--timeout &lt;seconds&gt;</c>.</param>
/// <param name="Meaning">What it does, its range and its default.</param>
internal sealed record FlagHelp(string Syntax, string Meaning);
