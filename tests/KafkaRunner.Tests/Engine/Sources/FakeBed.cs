using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine.Sources;

/// <summary>The fake client.</summary>
internal sealed class FakeBed : IEngineBed
{
    private readonly FakeGroupClient _client = new();
    private EngineFixture? _engine;

    public Seen Seen { get; } = new();

    public Task AppendAsync(int partition, params (string? Key, string Value)[] messages)
    {
        _client.Append(Partition(partition), messages.Select(m => (m.Key, (string?)m.Value)));
        return Task.CompletedTask;
    }

    public Task StartAsync(Type consumer, Action<ConsumerOptions> configure)
    {
        _engine = new EngineFixture(consumer, _client, configure, seen: Seen);
        _client.Assign(Partition(0), Partition(1));
        return Task.CompletedTask;
    }

    public Task StopAsync() => _engine!.StopAsync();

    public long? Committed(int partition) => _client.Committed.TryGetValue(Partition(partition), out var offset) ? offset : null;

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
    }
}
