using System.Text.Json;
using Blogs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Tests.Docs;

// The code blocks of the README and of docs/, compiled. SnippetTests finds each of them here or in the sample.
internal static class Snippets
{
    public static async Task<int> Runner(string[] args)
    {
        return await KafkaRunnerApp.RunAsync(args);
    }

    public static async Task<int> RunnerWithServices(string[] args)
    {
        return await KafkaRunnerApp.RunAsync(args, builder =>
            builder.Services.AddDbContext<BlogDb>(options => options.UseSqlite("Data Source=blogs.db")));
    }

    public static void AddToHost(HostApplicationBuilder builder)
    {
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<BlogConsumer>());
    }

    public static void AddToHostWithOptions(HostApplicationBuilder builder)
    {
        builder.Services.AddKafkaRunner(runner => runner
            .Configure(options => options.Brokers = "kafka-1:9092,kafka-2:9092")
            .AddConsumer<BlogConsumer>(options => options.CommitInterval = TimeSpan.FromSeconds(5))
            .AddConsumersFrom(typeof(BlogConsumer).Assembly)
            .UseJson(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
    }

    public static void ListenToPartitions(HostApplicationBuilder builder)
    {
        builder.Services.AddKafkaRunner(runner => runner
            .AddConsumer<ClickConsumer>()
            .Listen<WindowKeeper>());
    }

    public static async Task RunInHost(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddDbContext<BlogDb>(options => options.UseSqlite("Data Source=blogs.db"));
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<BlogConsumer>());
        await builder.Build().RunAsync();
    }

    public static void KafkaProperties(HostApplicationBuilder builder)
    {
        builder.Services.AddKafkaRunner(runner => runner.Configure(options =>
        {
            options.Kafka["security.protocol"] = "ssl";
            options.Kafka["ssl.ca.location"] = "/etc/kafka/ca.crt";
        }));
    }

    public static async Task LetTheToolTakeTheHost(string[] args)
    {
        try
        {
            await RunInHost(args);
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
    }
}
