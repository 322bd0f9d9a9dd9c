using KafkaRunner;

namespace Blogs.Commands;

/// <summary>Counts delivery reports, which come on a thread of the client.</summary>
/// <param name="onDelivered">Told how many messages have been delivered so far.</param>
internal sealed class LoadTally(Action<int> onDelivered)
{
    private readonly Lock _gate = new();

    public int Delivered { get; private set; }

    public int Failed { get; private set; }

    public MessageDeliveryException? FirstError { get; private set; }

    public void Add(DeliveryReport report)
    {
        lock (_gate)
        {
            if (report.IsDelivered)
            {
                onDelivered(++Delivered);
            }
            else
            {
                Failed++;
                FirstError ??= report.Error;
            }
        }
    }
}
