namespace KafkaRunner.Configuration;

/// <summary>
/// Declares a property as an option. Its name yields the file key (<c>CommitInterval</c>), the variable
/// (<c>KAFKARUNNER_COMMIT_INTERVAL</c>) and the flag (<c>--commit-interval</c>); its initial value the default.
/// </summary>
/// <param name="help">One sentence for the command line's help, without a full stop.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string help) : Attribute
{
    public string Help { get; } = help;

    /// <summary>Gets or sets whether a value can mean only one consumer, so that its flag refuses several.</summary>
    public bool OneConsumerOnly { get; set; }
}
