using KafkaRunner.App.Files;
using KafkaRunner.Configuration;
using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Tests.App;

public sealed class KafkaRunnerFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kafkarunner-");
    private readonly ConfigurationManager _configuration = new();

    public KafkaRunnerFileTests() => _configuration.SetBasePath(_root.FullName);

    [Theory]
    [InlineData("kafkarunner.json")]
    [InlineData("config/kafkarunner.json")]
    public void Top_level_keys_are_options(string place)
    {
        Write(place, """{ "Brokers": "a:1", "Kafka": { "security.protocol": "SSL" }, "Consumers": { "OrderConsumer": { "GroupId": "g" } } }""");
        AddFile();
        Assert.Equal("a:1", _configuration["KafkaRunner:Brokers"]);
        Assert.Equal("SSL", _configuration["KafkaRunner:Kafka:security.protocol"]);
        Assert.Equal("g", _configuration["KafkaRunner:Consumers:OrderConsumer:GroupId"]);
    }

    [Fact]
    public void No_file_adds_nothing()
    {
        AddFile();
        Assert.Empty(_configuration.AsEnumerable());
    }

    [Fact]
    public void The_file_beats_other_files_and_the_environment_beats_the_file()
    {
        Write("kafkarunner.json", """{ "Brokers": "file", "ClientId": "file" }""");
        _configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["KafkaRunner:ClientId"] = "appsettings" });
        var variable = $"KafkaRunner__{nameof(ConsumerOptions.Brokers)}";
        Environment.SetEnvironmentVariable(variable, "environment");
        try
        {
            _configuration.AddEnvironmentVariables();
            AddFile();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Assert.Equal("environment", _configuration["KafkaRunner:Brokers"]);
        Assert.Equal("file", _configuration["KafkaRunner:ClientId"]);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_refused_with_its_name_and_the_position()
    {
        Write("config/kafkarunner.json", "{\n  \"Brokers\": a:1\n}");
        Assert.StartsWith(
            "config/kafkarunner.json is no valid JSON at line 2, byte 14: 'a' is an invalid start of a value.",
            Refused(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{ \"Brokers\": \"a\", \"brokers\": \"b\" }")]
    public void A_file_that_is_no_object_of_distinct_keys_is_refused_with_its_name(string content)
    {
        Write("kafkarunner.json", content);
        Assert.StartsWith("kafkarunner.json cannot be used: ", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused_with_its_name()
    {
        Write("kafkarunner.json", "");
        Assert.StartsWith("kafkarunner.json ", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_are_refused()
    {
        Write("kafkarunner.json", "{}");
        Write("config/kafkarunner.json", "{}");
        Assert.EndsWith("Keep one of them.", Refused(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _configuration.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void A_wrong_value_is_reported_with_the_files_name()
    {
        Write("config/kafkarunner.json", """{ "CommitInterval": "soon" }""");
        AddFile();
        var options = new OptionsResolver(_configuration, new Dictionary<string, string>());
        var error = Assert.Throws<KafkaRunnerConfigurationException>(() => options.ForConsumer(typeof(Shop.OrderConsumer), []));
        Assert.StartsWith("config/kafkarunner.json: CommitInterval is 'soon'", error.Message, StringComparison.Ordinal);
    }

    private void Write(string place, string content)
    {
        var path = Path.Combine(_root.FullName, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void AddFile() => KafkaRunnerFile.AddTo(_configuration, _root.FullName);

    private string Refused() => Assert.Throws<KafkaRunnerConfigurationException>(AddFile).Message;
}
