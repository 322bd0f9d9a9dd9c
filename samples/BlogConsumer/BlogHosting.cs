using KafkaRunner;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Blogs;

/// <summary>What this sample puts into a host.</summary>
internal static class BlogHosting
{
    /// <summary>Adds the database and the form in which events are published.</summary>
    public static void AddBlogs(this HostApplicationBuilder builder, string database)
    {
        builder.Services.AddDbContext<BlogDb>(options => options.UseSqlite(BlogDb.ConnectionString(database)));
        builder.Services.Configure<ProducerOptions>(options => options.JsonOptions = BlogEvent.Json);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
    }

    /// <summary>Builds a host for one command: a producer, the given consumers, and a log of warnings on standard error. Without brokers the environment names them.</summary>
    public static IHost Build(string database, string? brokers, TimeSpan deliveryTimeout, Action<KafkaRunnerBuilder> consumers)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddBlogs(database);
        builder.Services.AddKafkaRunner(consumers);
        builder.Services.Configure<ProducerOptions>(options => options.DeliveryTimeout = deliveryTimeout);
        if (brokers is not null) builder.Configuration["KafkaRunner:Brokers"] = brokers;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }
}
