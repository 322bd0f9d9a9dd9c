using Confluent.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>
/// A client's connection to its group's coordinator. The broker answers one request after the other, so that all that comes after a join waits with it.
/// </summary>
internal sealed class Connection(Process process, Network network)
{
    private readonly Queue<IRequest> _waiting = [];
    private IRequest? _atBroker;

    private interface IRequest
    {
        string What { get; }

        void Arrive(Action ended);

        void Fail(ErrorCode error);
    }

    /// <summary>Sends a request. It is answered once, in the client's process.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="timeout">How long the client waits; the broker does not know of that.</param>
    /// <param name="atBroker">What the coordinator does, and how it answers.</param>
    /// <param name="answered">Gets the answer, or why there is none.</param>
    public void Send<T>(string what, TimeSpan timeout, Action<Action<T>> atBroker, Action<ErrorCode, T?> answered)
    {
        var request = new Request<T>(what, process, network, atBroker, answered);
        if (!network.IsCoordinatorUp)
        {
            request.Fail(ErrorCode.Local_Transport);
            return;
        }

        if (timeout < TimeSpan.MaxValue) process.Later(timeout, $"{what} times out", () => request.End(ErrorCode.Local_TimedOut, default));
        _waiting.Enqueue(request);
        Pump();
    }

    /// <summary>The coordinator is gone, and with it what was asked.</summary>
    public void Break()
    {
        List<IRequest> failed = [.. _atBroker is null ? [] : new[] { _atBroker }, .. _waiting];
        _waiting.Clear();
        _atBroker = null;
        foreach (var request in failed) request.Fail(ErrorCode.Local_Transport);
    }

    private void Pump()
    {
        if (_atBroker is not null || process.IsKilled || !_waiting.TryDequeue(out var request)) return;
        _atBroker = request;
        process.World.After(network.Latency(), $"{process.Name}: {request.What} arrives", () =>
        {
            if (_atBroker != request) return;
            if (!network.IsCoordinatorUp) Break();
            else request.Arrive(() => Ended(request));
        });
    }

    private void Ended(IRequest request)
    {
        if (_atBroker != request) return;
        _atBroker = null;
        Pump();
    }

    private sealed class Request<T>(string what, Process process, Network network, Action<Action<T>> atBroker, Action<ErrorCode, T?> answered) : IRequest
    {
        private bool _isOver;

        public string What => what;

        public void Arrive(Action ended)
        {
            var isAnswered = false;
            atBroker(answer =>
            {
                if (isAnswered) return;
                isAnswered = true;
                process.Later(network.Latency(), $"{what} answered", () => End(ErrorCode.NoError, answer));
                ended();
            });
        }

        public void Fail(ErrorCode error) =>
            process.Later(TimeSpan.FromMilliseconds(50 + process.World.Pick(500)), $"{what} fails", () => End(error, default));

        public void End(ErrorCode error, T? answer)
        {
            if (_isOver) return;
            _isOver = true;
            answered(error, answer);
        }
    }
}
