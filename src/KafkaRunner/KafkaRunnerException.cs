namespace KafkaRunner;

/// <summary>A consumer cannot go on. The message says what failed and what to do.</summary>
public sealed class KafkaRunnerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    public KafkaRunnerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    /// <param name="innerException">Why.</param>
    public KafkaRunnerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with a general message.</summary>
    public KafkaRunnerException()
        : base("The consumer cannot go on.")
    {
    }
}
