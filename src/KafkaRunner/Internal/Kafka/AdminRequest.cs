using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks brokers something, once, through an admin client of Confluent's that is made for it. Goes on where that one brings the answer: on the pool.</summary>
/// <remarks>
/// Where Confluent's admin client (2.16) cannot read what comes, it destroys its queue, tells nobody, and would destroy it again when it is disposed, which
/// ends the process. So one that does not answer though its time is long over is left as it is.
/// </remarks>
internal static class AdminRequest
{
    // librdkafka answers in time, with a timeout; what takes longer than that never comes.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <param name="handle">The client's.</param>
    /// <param name="timeout">The timeout of the request.</param>
    /// <param name="ask">Sends it.</param>
    public static Task<T> AskAsync<T>(Handle handle, TimeSpan timeout, Func<IAdminClient, Task<T>> ask) =>
        AskAsync(new DependentAdminClientBuilder(handle).Build(), timeout + Grace, ask);

    /// <summary>The same, of a client that is disposed then.</summary>
    /// <param name="admin">The client.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="ask">Sends the request.</param>
    public static async Task<T> AskAsync<T>(IAdminClient admin, TimeSpan patience, Func<IAdminClient, Task<T>> ask)
    {
        var isBroken = false;
        try
        {
            return await ask(admin).WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            isBroken = true;
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "The client did not read the answer"));
        }
        finally
        {
            if (!isBroken) admin.Dispose();
        }
    }
}
