namespace KafkaRunner;

/// <summary>Runs around every call of <c>Process</c>, once for each attempt. Registered with <c>runner.Use&lt;T&gt;()</c>, in order.</summary>
/// <remarks>Created by dependency injection in the attempt's scope. Called on a thread-pool thread.</remarks>
public interface IConsumerMiddleware
{
    /// <summary>Does something before and after <paramref name="next"/>.</summary>
    /// <param name="context">What is being processed.</param>
    /// <param name="next">Calls the next middleware, at last <c>Process</c> itself. What is not called counts as finished all the same.</param>
    /// <param name="cancellationToken"><inheritdoc cref="Consumer.Process" path="/param[@name='cancellationToken']"/></param>
    /// <returns>A task that completes when the attempt is over. An exception means that it failed.</returns>
    Task InvokeAsync(ProcessContext context, Func<Task> next, CancellationToken cancellationToken);
}
