namespace KafkaRunner.App;

/// <summary>A consumer class that can be hosted by name.</summary>
/// <param name="Type">The class; abstract ones are kept so that asking for one can be answered.</param>
/// <param name="Description">Its topics and group, or what is wrong with it.</param>
internal sealed record OfferedConsumer(Type Type, string Description)
{
    /// <summary>The topics that it subscribes to; empty where <see cref="Problem"/> says why.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Its consumer group; null where <see cref="Problem"/> says why.</summary>
    public string? GroupId { get; init; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The class's own name.</summary>
    public string Name => Type.Name;

    /// <summary>The name with its namespace; a dot also before a nested class.</summary>
    public string FullName => (Type.FullName ?? Type.Name).Replace('+', '.');
}
