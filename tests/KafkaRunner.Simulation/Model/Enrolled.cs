namespace KafkaRunner.Simulation.Model;

/// <summary>A member as its coordinator knows it.</summary>
/// <param name="id">Another one after it was forgotten.</param>
/// <param name="name">Its process's.</param>
/// <param name="session">How long it may be silent.</param>
/// <param name="patience">How long it may take to give up what it is to.</param>
internal sealed class Enrolled(int id, string name, TimeSpan session, TimeSpan patience)
{
    public int Id => id;

    public string Name => name;

    public TimeSpan Session => session;

    public TimeSpan Patience => patience;

    public IReadOnlyList<string> Topics { get; set; } = [];

    /// <summary>Gets or sets what it has: as it said, or as it was told.</summary>
    public IReadOnlyList<TopicPartition> Owned { get; set; } = [];

    /// <summary>Gets or sets what it is to have.</summary>
    public IReadOnlyList<TopicPartition> Target { get; set; } = [];

    /// <summary>Gets or sets when it was last heard of.</summary>
    public TimeSpan HeardAt { get; set; }
}
