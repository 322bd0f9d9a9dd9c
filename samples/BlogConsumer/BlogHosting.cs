using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Blogs;

/// <summary>The hosts that this sample runs in.</summary>
internal static class BlogHosting
{
    private const string Variables = "KAFKARUNNER_";

    /// <summary>Adds what the consumer needs.</summary>
    public static void AddBlogs(this HostApplicationBuilder builder, string database)
    {
        builder.Services.AddDbContext<BlogDb>(options => options.UseSqlite(BlogDb.ConnectionString(database)));
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
    }

    /// <summary>A host that only publishes, to the given brokers or those that files and environment name.</summary>
    public static IHost ForPublishing(string? brokers, TimeSpan deliveryTimeout)
    {
        // A flag beats the environment.
        if (brokers is not null) Environment.SetEnvironmentVariable(Variables + "BROKERS", brokers);
        var builder = Host.CreateApplicationBuilder();
        foreach (var place in (string[])["kafkarunner.json", "config/kafkarunner.json"])
        {
            var file = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(place), optional: true).Build();
            builder.Configuration.AddInMemoryCollection(file.AsEnumerable().Select(pair => KeyValuePair.Create("KafkaRunner:" + pair.Key, pair.Value)));
        }

        builder.Set("Producer:DeliveryTimeout", $"{deliveryTimeout}");
        return builder.BuildQuietly();
    }

    /// <summary>A host for the consumer and for publishing, on a broker of its own: nothing may lead it elsewhere.</summary>
    public static IHost ForStory(string database, string brokers)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith(Variables, StringComparison.OrdinalIgnoreCase))
                Environment.SetEnvironmentVariable(name, null);
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole();
        builder.AddBlogs(database);
        builder.Set("Brokers", brokers);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<BlogConsumer>());
        return builder.BuildQuietly();
    }

    private static void Set(this HostApplicationBuilder builder, string option, string value) =>
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("KafkaRunner:" + option, value)]);

    private static IHost BuildQuietly(this HostApplicationBuilder builder)
    {
        builder.Services.AddKafkaRunner();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // what fails to start is thrown, and told once
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }
}
