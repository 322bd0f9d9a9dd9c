using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Kafka;

public sealed class AdminRequestsTests
{
    private readonly Admin _admin;
    private readonly AdminRequests _requests;

    public AdminRequestsTests()
    {
        var client = DispatchProxy.Create<IAdminClient, Admin>();
        (_admin, _requests) = ((Admin)(object)client, new AdminRequests(() => client, grace: TimeSpan.Zero));
    }

    [Fact]
    public async Task A_client_that_has_answered_is_disposed()
    {
        Assert.Equal(3, await Ask(Task.FromResult(3)));
        Assert.Equal(1, _admin.Disposed);
        Assert.False(_requests.LeftAny);
    }

    [Fact]
    public async Task A_client_that_was_refused_is_disposed()
    {
        await Assert.ThrowsAsync<KafkaException>(() => Ask(Task.FromException<int>(new KafkaException(ErrorCode.ClusterAuthorizationFailed))));
        Assert.Equal(1, _admin.Disposed);
    }

    [Fact]
    public async Task A_client_that_never_answers_has_destroyed_its_queue_and_is_left_alone()
    {
        var exception = await Assert.ThrowsAsync<KafkaException>(() => Ask(new TaskCompletionSource<int>().Task));
        Assert.Equal(ErrorCode.Local_TimedOut, exception.Error.Code);
        Assert.Equal(0, _admin.Disposed);
        Assert.True(_requests.LeftAny);     // so that what it stands on is not disposed either
    }

    private Task<int> Ask(Task<int> answer) => _requests.AskAsync(TimeSpan.FromMilliseconds(50), _ => answer);

    /// <summary>Confluent's interface is wide; only its disposal matters here.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
    private class Admin : DispatchProxy
    {
        public int Disposed { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name == nameof(IDisposable.Dispose)) Disposed++;
            return null;
        }
    }
}
