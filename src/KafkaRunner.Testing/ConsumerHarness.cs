using KafkaRunner.Testing.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Testing;

/// <summary>
/// Gives messages to a consumer class as a host would, without a broker: the same deserialization, scopes, lifetimes and middlewares.
/// </summary>
/// <typeparam name="TConsumer">The consumer's class; batch consumers too.</typeparam>
/// <remarks>
/// <para>A message that is given gets one attempt. A failed one is not tried again and holds up nothing, so that a test sees each failure;
/// for a second attempt give <c>message with { Attempt = 2 }</c>.</para>
/// <para>Options come from the attributes on the class and from code, not from files, variables and flags: a test means the same
/// everywhere. What the consumer produces goes to <see cref="Producer"/>. Loggers write nowhere unless a factory is registered.</para>
/// <para>May be used by several threads at once.</para>
/// </remarks>
/// <example><code>
/// await using var harness = new ConsumerHarness&lt;OrderConsumer&gt;(services =&gt; services.AddSingleton&lt;IOrderStore&gt;(store));
/// var outcome = await harness.GiveAsync(TestMessage.Of(new Order(1, "red")));
/// outcome.EnsureProcessed();
/// </code></example>
public sealed class ConsumerHarness<TConsumer> : IAsyncDisposable
    where TConsumer : ConsumerBase
{
    private readonly Lock _lock = new();
    private readonly List<MessageOutcome> _outcomes = [];
    private readonly HarnessPipeline _pipeline;

    /// <summary>Puts together what the consumer needs, and checks it as a host does at its start.</summary>
    /// <param name="configureServices">
    /// Registers what the consumer needs. What is registered here wins over what the harness brings: <see cref="IKafkaProducer"/>,
    /// <see cref="TimeProvider"/>, loggers. Null registers nothing.
    /// </param>
    /// <param name="configureRunner">Sets options, JSON and middlewares as <c>AddKafkaRunner</c> does. Null sets nothing.</param>
    /// <param name="time">
    /// The clock that the consumer gets as <see cref="TimeProvider"/>, and that messages without a timestamp have theirs from. Null means
    /// the system's.
    /// </param>
    /// <exception cref="KafkaRunnerConfigurationException">The consumer cannot be run: no topic, a service that is missing, …</exception>
    public ConsumerHarness(
        Action<IServiceCollection>? configureServices = null, Action<KafkaRunnerBuilder>? configureRunner = null, TimeProvider? time = null)
    {
        Producer = new FakeKafkaProducer(json: null, time);
        _pipeline = new HarnessPipeline(typeof(TConsumer), Producer, time ?? TimeProvider.System, configureServices, configureRunner);
    }

    /// <summary>Gets the producer that the consumer gets as <see cref="IKafkaProducer"/>: what it was given, and what it shall fail.</summary>
    public FakeKafkaProducer Producer { get; }

    /// <summary>Gets the services that scopes are made from, to look at what the consumer has changed.</summary>
    public IServiceProvider Services => _pipeline.Services;

    /// <summary>Gets what came of each message so far, in the order of processing; a copy of the moment.</summary>
    public IReadOnlyList<MessageOutcome> Outcomes
    {
        get
        {
            lock (_lock) return [.. _outcomes];
        }
    }

    /// <summary>Gets the messages that were processed; a copy of the moment.</summary>
    public IReadOnlyList<MessageOutcome> Processed => [.. Outcomes.Where(outcome => outcome.IsProcessed)];

    /// <summary>Gets the messages that were not processed, whatever the reason, with their exceptions; a copy of the moment.</summary>
    public IReadOnlyList<MessageOutcome> Failed => [.. Outcomes.Where(outcome => !outcome.IsProcessed)];

    /// <summary>Gets what the consumer has produced and had acknowledged; a copy of the moment.</summary>
    public IReadOnlyList<ProducedMessage> Produced => Producer.Produced;

    /// <summary>Gives one message to the consumer; to a batch consumer as a batch of one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The token that the consumer gets.</param>
    /// <returns>What came of it. The task itself does not fail where the consumer does.</returns>
    /// <exception cref="ObjectDisposedException">The harness was disposed.</exception>
    public async Task<MessageOutcome> GiveAsync(TestMessage message, CancellationToken cancellationToken = default) =>
        (await GiveAsync([message], cancellationToken))[0];

    /// <summary>Gives messages to the consumer, one after the other.</summary>
    /// <param name="messages">
    /// The messages. A batch consumer gets them as batches: each run of messages of one partition is one, up to the consumer's batch size.
    /// </param>
    /// <param name="cancellationToken">The token that the consumer gets.</param>
    /// <returns>What came of each, in order. The task itself does not fail where the consumer does.</returns>
    /// <exception cref="ObjectDisposedException">The harness was disposed.</exception>
    public async Task<IReadOnlyList<MessageOutcome>> GiveAsync(IEnumerable<TestMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var all = new List<MessageOutcome>();
        foreach (var unit in _pipeline.UnitsOf(messages))
        {
            var outcomes = await _pipeline.ProcessAsync(unit, cancellationToken);
            lock (_lock) _outcomes.AddRange(outcomes);
            all.AddRange(outcomes);
        }

        return all;
    }

    /// <summary>Disposes the services, and the consumer where it is a singleton.</summary>
    /// <returns>A task that completes when they are disposed.</returns>
    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();
}
