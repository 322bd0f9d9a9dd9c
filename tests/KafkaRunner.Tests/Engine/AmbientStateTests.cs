using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>What an attempt leaves around it (an AsyncLocal, an activity, a culture, a synchronization context) is not there for the next one.</summary>
public sealed class AmbientStateTests
{
    private const int Count = 60;

    public static MatrixTheoryData<string, Ordering, AmbientEnding> Cases => new(
        ["single", "batch", "typed batch", "scoped", "constructor", "scoped constructor", "middleware", "singleton"],
        Enum.GetValues<Ordering>(),
        Enum.GetValues<AmbientEnding>());

    [Theory, MemberData(nameof(Cases))]
    public async Task Every_attempt_finds_the_same_around_it(string kind, Ordering ordering, AmbientEnding ending)
    {
        var witness = new AmbientWitness(ending);
        var consumer = kind switch
        {
            "batch" => typeof(AmbientBatchConsumer),
            "typed batch" => typeof(AmbientTextBatchConsumer),
            "scoped" => typeof(AmbientScopedConsumer),
            "constructor" => typeof(AmbientConstructorConsumer),
            "scoped constructor" => typeof(AmbientScopedConstructorConsumer),
            "middleware" => typeof(AmbientlessConsumer),
            _ => typeof(AmbientConsumer),
        };
        var client = new FakeGroupClient();
        for (var i = 0; i < Count; i++) client.Append(Partition(i % 2), ($"{i % 5}", $"{i}"));
        await using var engine = new EngineFixture(
            consumer,
            client,
            options =>
            {
                (options.Ordering, options.MaxConcurrency, options.BatchSize) = (ordering, 4, 3);
                (options.RetryBackoff, options.MaxRetryBackoff) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
                options.BatchWait = TimeSpan.FromMilliseconds(5);
                if (kind == "singleton") options.Lifetime = ConsumerLifetime.Singleton;
            },
            services => services.AddSingleton(witness),
            kind == "middleware" ? [typeof(AmbientMiddleware)] : []);

        client.Assign(Partition(0), Partition(1));
        await Eventually.Until("all are committed", () => client.Committed.Values.Sum() == Count);
        Assert.True(witness.Calls > 10);
        Assert.Empty(witness.Found);
    }

    [Fact]
    public async Task Work_goes_on_after_a_handler_that_takes_its_time_and_leaves_a_context_that_runs_nothing()
    {
        var client = new FakeGroupClient();
        client.Append(Partition(0), [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        await using var engine = new EngineFixture(typeof(AmbientSlowConsumer), client, o => o.MaxConcurrency = 1);
        client.Assign(Partition(0));
        await Eventually.Until("all are committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 10);
    }
}
