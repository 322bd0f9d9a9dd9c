namespace KafkaRunner.Hosting;

/// <summary>A consumer class that was registered, with what code says of its options.</summary>
internal sealed record ConsumerRegistration(Type Type, IReadOnlyList<Action<ConsumerOptions>> Configure)
{
    public string Name => Type.Name;

    public string FullName => Type.FullName ?? Type.Name;
}
