namespace KafkaRunner;

/// <summary>A consumer, an option or a name is wrong in a way that only its author or operator can mend. Thrown at start.</summary>
/// <remarks>The message says what is wrong, where it was said, and what to do. A runner ends with exit code 2.</remarks>
public sealed class KafkaRunnerConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public KafkaRunnerConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What found it.</param>
    public KafkaRunnerConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with a general message.</summary>
    public KafkaRunnerConfigurationException()
        : base("KafkaRunner is configured wrongly.")
    {
    }
}
