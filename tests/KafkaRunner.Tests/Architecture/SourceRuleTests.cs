namespace KafkaRunner.Tests.Architecture;

/// <summary>What holds for the library's sources, file by file.</summary>
public sealed class SourceRuleTests
{
    private const int MostLinesOfAFile = 250;
    private const int MostLinesOfAClass = 300;

    /// <summary>Those that are too long still. To be emptied, and never to grow.</summary>
    private static readonly string[] TooLong =
    [
    ];

    private static readonly string[] TooLongOverAllFiles =
    [
    ];

    private static readonly IReadOnlyList<SourceFile> Library = SourceFile.Of("KafkaRunner");

    [Fact]
    public void A_file_is_read_in_one_sitting() =>
        Broken.NoneBut(TooLong, Library.Where(file => file.Lines > MostLinesOfAFile).Select(file => file.Path));

    [Fact]
    public void So_is_a_class_however_many_files_it_is_in() => Broken.NoneBut(
        TooLongOverAllFiles, Library.GroupBy(file => file.Class).Where(parts => parts.Sum(part => part.Lines) > MostLinesOfAClass).Select(parts => parts.Key));

    [Fact]
    public void Pointers_are_seen_where_librdkafka_is_called_and_nowhere_else() => Broken.None(
        from file in Library.Concat(SourceFile.Of("KafkaRunner.App")).Concat(SourceFile.Of("KafkaRunner.Testing"))
        where file.Uses("unsafe") && file.EngineFolder != "Kafka" && file.Path != "KafkaRunner.Testing/Internal/MockCluster.cs"
        select file.Path);

    [Fact]
    public void Clocks_threads_and_chance_that_no_test_can_set_are_used_where_they_were_and_nowhere_else() => Broken.NoneBut(
        RuntimeUses.Known,
        Library.Select(file => (file.Path, Words: RuntimeUses.Words.Where(file.Uses).ToArray()))
            .Where(file => file.Words.Length > 0)
            .Select(file => $"{file.Path}: {string.Join(", ", file.Words)}"));

    // A coordinator that ends while it is asked makes librdkafka end the process, by an assertion: https://github.com/confluentinc/librdkafka/issues/4605.
    [Fact]
    public void No_group_is_asked_about_by_an_admin_request() => Broken.None(
        from file in SourceFile.All()
        from request in new[] { "DescribeConsumerGroups", "ListConsumerGroupOffsets", "AlterConsumerGroupOffsets", "DeleteConsumerGroupOffsets", "DeleteGroups" }
        where file.Code.Contains($".{request}Async(", StringComparison.Ordinal)
        select $"{file.Path}: {request}");
}
