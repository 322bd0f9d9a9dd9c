using System.Text;

namespace KafkaRunner.Configuration;

/// <summary>One name in its three spellings: <c>CommitInterval</c>, <c>COMMIT_INTERVAL</c>, <c>commit-interval</c>.</summary>
internal static class OptionNames
{
    /// <summary>The configuration section that all keys stand in.</summary>
    public const string Root = "KafkaRunner";

    /// <summary>The key below <see cref="Root"/> that leads to the options of single consumers.</summary>
    public const string Consumers = "Consumers";

    /// <summary>The key under which librdkafka's own properties stand.</summary>
    public const string Kafka = "Kafka";

    /// <summary>What each variable starts with.</summary>
    public const string VariablePrefix = "KAFKARUNNER_";

    public static string VariableOf(string key) => VariablePrefix + Words(key, '_').ToUpperInvariant();

    public static string FlagOf(string key) => "--" + Words(key, '-').ToLowerInvariant();

    /// <summary>Puts a separator before each capital that starts a word, and in place of colons.</summary>
    public static string Words(string key, char separator)
    {
        var words = new StringBuilder(key.Length + 8);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == ':')
            {
                words.Append(separator);
                continue;
            }

            if (i > 0 && char.IsUpper(key[i]) && key[i - 1] != ':' && (!char.IsUpper(key[i - 1]) || IsLowerAt(key, i + 1)))
                words.Append(separator);
            words.Append(key[i]);
        }

        return words.ToString();
    }

    private static bool IsLowerAt(string key, int index) => index < key.Length && char.IsLower(key[index]);
}
