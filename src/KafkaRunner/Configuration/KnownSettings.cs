namespace KafkaRunner.Configuration;

/// <summary>Names in KafkaRunner's section and among its variables that belong to no catalog and are nobody's mistake.</summary>
internal static class KnownSettings
{
    /// <summary>Gets the sections that may hold librdkafka properties of their own; the top first.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. OptionCatalog.All.Select(catalog => catalog.Section)];

    /// <summary>Gets keys that other parts read: <c>Timeout</c> is the runner's, after how many seconds it stops.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["Timeout"];

    /// <summary>Gets variables for KafkaRunner's own tests.</summary>
    public static IReadOnlyList<string> TestVariables { get; } =
        ["KAFKARUNNER_TEST_BROKERS", "KAFKARUNNER_TEST_KAFKA", "KAFKARUNNER_REQUIRE_BROKER"];

    public static bool Contains(Setting setting) =>
        (setting.Consumer is null && (Reserved.Any(key => IsNamed(setting.Name, key)) || TestVariables.Any(name => Same(setting.Name, name))))
        || Sections.Any(section => setting.KafkaPropertyIn(section) is { Length: > 0 } && (setting.Consumer is null || section.Length == 0));

    private static bool IsNamed(string name, string key) => Same(name, key) || Same(name, OptionNames.VariableOf(key));

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
