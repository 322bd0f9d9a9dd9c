using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KafkaRunner.IntegrationTests.Cli;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// 32 handlers of a web application sleep on their threads, one message after the other. Whoever asks the application for a page does not
/// notice, also at the moment when they begin, and neither does the partition beside them.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HandlersThatBlock(TestBroker broker)
{
    private const int Sleeping = 32;

    /// <summary>How long the page is asked for, 10 times a second; a minute by hand.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("KAFKARUNNER_TEST_SECONDS") ?? "30", CultureInfo.InvariantCulture));

    [Fact]
    public async Task They_hold_up_neither_the_pages_of_their_application_nor_other_partitions()
    {
        var topic = await broker.CreateTopic(Sleeping + 1);
        await using var application = Tool.StartFixture("SleepingWebApp", new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
            ["KAFKARUNNER_BROKERS"] = broker.BootstrapServers,
            ["KAFKARUNNER_TOPICS"] = topic,
            ["KAFKARUNNER_GROUP_ID"] = TestBroker.UniqueName("slept"),
            ["KAFKARUNNER_MAX_CONCURRENCY"] = "64",
        });
        await application.WaitForLine("Now listening on: ");
        await application.WaitForLine("was assigned");
        var page = new Uri(application.Output.Select(line => Regex.Match(line, "Now listening on: (.*)")).First(match => match.Success).Groups[1].Value);
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++) Ask(client, page);       // compiled and connected

        var asking = AskAsync(client, page);
        string[] values = [.. Enumerable.Repeat("700", (int)Duration.TotalSeconds * 2)];
        for (var p = 0; p < Sleeping; p++) await broker.Produce(topic, values.Select(v => new Confluent.Kafka.Message<string?, string?> { Value = v }), p);
        await application.WaitForLine("slept for 700 ms");
        await broker.Produce(topic, [new() { Value = "1" }], Sleeping);
        await application.WaitForLine("slept for 1 ms", TimeSpan.FromSeconds(2));

        var took = await asking;
        took.Sort();
        var p99 = took[(int)Math.Ceiling(took.Count * 0.99) - 1];
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.Count} answers: p50 {took[took.Count / 2]}, p99 {p99}, at most {took[^1]}");
        Assert.True(p99 < TimeSpan.FromMilliseconds(50), $"p99 {p99}; the longest: {string.Join(", ", took.TakeLast(10))}");
    }

    private static async Task<List<TimeSpan>> AskAsync(HttpClient client, Uri page)
    {
        var took = new List<TimeSpan>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Duration; await timer.WaitForNextTickAsync()) took.Add(Ask(client, page));
        return took;
    }

    // On one thread, so that the pool of the tests does not count.
    private static TimeSpan Ask(HttpClient client, Uri page)
    {
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        using var answer = client.Send(request);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started);
    }
}
