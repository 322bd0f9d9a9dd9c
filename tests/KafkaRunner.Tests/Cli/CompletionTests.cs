using KafkaRunner.Cli;
using KafkaRunner.Cli.CommandLine;

namespace KafkaRunner.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("[suggest]", "kafkarunner A --bro", "A|--bro")]
    [InlineData("[suggest:13]", "kafkarunner A --bro", "A")]
    [InlineData("[suggest:14]", "kafkarunner A --bro", "A|")]
    [InlineData("[suggest:12]", "kafkarunner ", "")]
    [InlineData("[suggest:99]", "kafkarunner A", "A")]
    [InlineData("[suggest:5]", "kafkarunner A", "")]
    [InlineData("[suggest]", "", "")]
    [InlineData("[suggest]", "kafkarunner --project \"my work/it's\" A", "--project|my work/it's|A")]
    [InlineData("[suggest]", "kafkarunner --project 'my \"work\"' A", "--project|my \"work\"|A")]
    [InlineData("[suggest]", @"kafkarunner --project my\ work  A", "--project|my work|A")]
    [InlineData("[suggest]", @"kafkarunner --project C:\work A", @"--project|C:\work|A")]
    [InlineData("[suggest]", "kafkarunner --project 'my wo", "--project|my wo")]
    public void A_shells_question_is_the_words_up_to_the_cursor(string directive, string line, string words) =>
        Assert.Equal(words.Split('|'), Completion.Question([directive, line]));

    [Fact]
    public void Other_command_lines_are_no_question() => Assert.Null(Completion.Question(["BlogConsumer", "--no-build"]));

    [Fact]
    public void The_first_word_may_be_a_command_and_any_word_an_option()
    {
        Assert.Equal(["list"], Completion.OwnWords("l", isFirst: true));
        Assert.Empty(Completion.OwnWords("l", isFirst: false));
        Assert.Equal(["--project"], Completion.OwnWords("--pro", isFirst: false));
    }

    [Fact]
    public void There_is_a_script_for_each_shell_and_a_sentence_for_others()
    {
        Assert.All(Completion.Shells, shell => Assert.Contains("[suggest:", Completion.Script([shell]), StringComparison.Ordinal));
        Assert.Equal("completion needs the name of a shell: bash, zsh, fish, pwsh.", Assert.Throws<MisuseException>(() => Completion.Script(["csh"])).Message);
    }
}
