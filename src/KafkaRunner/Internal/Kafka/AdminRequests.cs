using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks brokers something, once, through an admin client of Confluent's that is made for it. Goes on where that one brings the answer: on the pool.</summary>
/// <remarks>
/// Where Confluent's admin client (2.16) cannot read what comes, it destroys its queue, tells nobody, and would destroy it again when it is disposed, which
/// ends the process. So one that does not answer though its time is long over is left as it is. Nor may what it stands on be disposed then: it may still be polled.
/// </remarks>
/// <param name="make">Makes an admin client.</param>
/// <param name="grace">How long librdkafka takes at most beyond a request's timeout to say that it is over: what takes longer never comes.</param>
internal sealed class AdminRequests(Func<IAdminClient> make, TimeSpan grace)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private volatile bool _leftAny;

    /// <summary>Asks through a client's handle.</summary>
    public AdminRequests(Handle handle)
        : this(() => new DependentAdminClientBuilder(handle).Build(), Grace)
    {
    }

    /// <summary>Gets whether an admin client was left as it is. Any thread.</summary>
    public bool LeftAny => _leftAny;

    /// <param name="timeout">The timeout of the request.</param>
    /// <param name="ask">Sends the request.</param>
    public async Task<T> AskAsync<T>(TimeSpan timeout, Func<IAdminClient, Task<T>> ask)
    {
        var admin = make();
        var isLeft = false;
        try
        {
            return await ask(admin).WaitAsync(timeout + grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _leftAny = isLeft = true;
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "The client did not read the answer"));
        }
        finally
        {
            if (!isLeft) admin.Dispose();
        }
    }
}
