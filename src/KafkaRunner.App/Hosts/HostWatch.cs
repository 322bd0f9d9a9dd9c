using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App.Hosts;

/// <summary>Tells of the first host that is built while it watches: .NET announces every build to diagnostic listeners.</summary>
internal sealed class HostWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly Action<IHostBuilder> _building;
    private readonly Action<IHost> _built;
    private readonly IDisposable _all;
    private IDisposable? _hosting;
    private int _isBuilding;

    /// <summary>Watches. Both are called on the thread that builds, inside <c>Build</c>, and may throw out of it.</summary>
    public HostWatch(Action<IHostBuilder> building, Action<IHost> built)
    {
        (_building, _built) = (building, built);
        _all = DiagnosticListener.AllListeners.Subscribe(this);
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting") _hosting = value.Subscribe(this);
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        switch (value)
        {
            case { Key: "HostBuilding", Value: IHostBuilder builder } when Interlocked.Exchange(ref _isBuilding, 1) == 0:
                _building(builder);
                break;
            case { Key: "HostBuilt", Value: IHost host }:
                _built(host);
                break;
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted() { }

    void IObserver<DiagnosticListener>.OnError(Exception error) { }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted() { }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) { }

    public void Dispose()
    {
        _all.Dispose();
        _hosting?.Dispose();
    }
}
