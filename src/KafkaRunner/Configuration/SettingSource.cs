namespace KafkaRunner.Configuration;

/// <summary>How a source spells names.</summary>
internal enum SettingSource
{
    /// <summary>As keys, <c>CommitInterval</c>: files and whatever else a configuration is made of.</summary>
    Keys,

    /// <summary>As variables, <c>KAFKARUNNER_COMMIT_INTERVAL</c>.</summary>
    Variables,

    /// <summary>As flags, <c>--commit-interval</c>.</summary>
    Flags,
}
