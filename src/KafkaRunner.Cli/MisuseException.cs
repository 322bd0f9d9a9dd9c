namespace KafkaRunner.Cli;

/// <summary>The user asked for what cannot be done; the message says it in one sentence, and the exit code is 2.</summary>
internal sealed class MisuseException(string message, Exception? inner = null) : Exception(message, inner);
