namespace KafkaRunner.Configuration;

/// <summary>Keeps secrets out of every text that KafkaRunner writes.</summary>
internal static class Secrets
{
    private const string Masked = "***";

    // https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md names them so
    private static readonly string[] Words =
        ["password", "passphrase", "secret", "key.pem", "sasl.oauthbearer.config", "jaas", "credential", "token"];

    public static bool IsSecret(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value, or stars where its name says that it is a secret.</summary>
    public static string Mask(string name, string value) => IsSecret(name) ? Masked : value;
}
