using Blogs;
using KafkaRunner.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Docs;

// The blocks of docs/how-to/test-a-consumer.md, which are not only compiled but run.
public sealed class TestAConsumer
{
    [Fact]
    public async Task A_greeting_is_processed()
    {
        await using var harness = new ConsumerHarness<GreetingConsumer>();
        var outcome = await harness.GiveAsync(TestMessage.Of(new Greeting("Ada", "hello"), key: "Ada"));
        outcome.EnsureProcessed();
    }

    [Fact]
    public async Task Messages_of_every_kind_are_given()
    {
        await using var harness = new ConsumerHarness<GreetingConsumer>();
        await harness.GiveAsync(TestMessage.Of("""{"name":"Ada","text":"hello"}"""));                          // JSON as it would arrive
        await harness.GiveAsync(TestMessage.Of(new Greeting("Ada", "hi"), "Ada", ("tenant", "blue")));         // with a key and a header
        await harness.GiveAsync(TestMessage.Tombstone("Ada"));                                                 // the key is deleted
        await harness.GiveAsync(TestMessage.Of(new Greeting("Ada", "hi")) with { Partition = 3, Attempt = 2 });
        Assert.Equal(4, harness.Processed.Count);
    }

    [Fact]
    public async Task A_message_that_is_no_JSON_would_hold_its_partition()
    {
        await using var harness = new ConsumerHarness<GreetingConsumer>();
        var outcome = await harness.GiveAsync(TestMessage.Of("hello"));
        Assert.Equal(MessageState.Unreadable, outcome.State);
    }

    [Fact]
    public async Task A_reminder_is_written_a_day_later()
    {
        var time = new FakeTimeProvider();
        await using var harness = new ConsumerHarness<ReminderConsumer>(time: time);
        var greeting = TestMessage.Of(new Greeting("Ada", "hello")) with { Timestamp = time.GetUtcNow() };
        await harness.GiveAsync(greeting);
        Assert.Empty(harness.Produced);

        time.Advance(TimeSpan.FromDays(1));
        await harness.GiveAsync(greeting);
        var reminder = Assert.Single(harness.Produced);
        Assert.Equal(("reminders", "Ada"), (reminder.Topic, reminder.Key));
        Assert.Equal(new Greeting("Ada", "hello again"), reminder.ReadJson<Greeting>());
    }

    [Fact]
    public async Task A_reminder_that_is_not_delivered_fails_its_message()
    {
        await using var harness = new ConsumerHarness<ReminderConsumer>();
        harness.Producer.Fails = message =>
            new MessageDeliveryException(message.Topic, "the brokers are away", mayHaveBeenWritten: false, advice: "Wait for them.");
        await harness.GiveAsync(TestMessage.Of(new Greeting("Ada", "hello")) with { Timestamp = DateTimeOffset.UnixEpoch });
        var failed = Assert.Single(harness.Failed);
        Assert.IsType<MessageDeliveryException>(failed.Exception);
    }

    [Fact]
    public async Task A_blog_event_becomes_one_audit_row()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var harness = new ConsumerHarness<BlogConsumer>(services => services.AddDbContext<BlogDb>(db => db.UseSqlite(connection)));
        await using var scope = harness.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BlogDb>();
        await db.Database.EnsureCreatedAsync();

        var created = BlogEvent.Created(new Blog { Title = "blog 1" });
        await harness.GiveAsync([TestMessage.Of(created), TestMessage.Of(created)]);     // at least once may mean twice

        Assert.Empty(harness.Failed);
        Assert.Equal("blog 1", (await db.BlogAudits.SingleAsync()).Title);
    }

    [Fact]
    public async Task A_host_finds_the_embedded_broker()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("greetings", partitions: 3);
        builder.Services.AddKafkaRunner(runner => runner
            .Configure(options => options.Brokers = kafka.BootstrapServers)
            .AddConsumer<GreetingConsumer>());
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
