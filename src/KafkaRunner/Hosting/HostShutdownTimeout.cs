using Microsoft.Extensions.Options;

namespace KafkaRunner.Hosting;

/// <summary>Asks the host how long its stop may take. <c>HostOptions</c> is in a package that the library does not need otherwise.</summary>
internal static class HostShutdownTimeout
{
    public static TimeSpan Of(IServiceProvider services)
    {
        var type = Type.GetType("Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting");
        var options = type is null ? null : services.GetService(typeof(IOptions<>).MakeGenericType(type));
        var value = options?.GetType().GetProperty(nameof(IOptions<>.Value))?.GetValue(options);
        return type?.GetProperty("ShutdownTimeout")?.GetValue(value) is TimeSpan timeout ? timeout : Timeout.InfiniteTimeSpan;
    }
}
