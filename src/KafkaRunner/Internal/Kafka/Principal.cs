using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Who a client is to a broker, as far as its librdkafka properties tell.</summary>
internal static class Principal
{
    public const string Anonymous = "anonymous";

    /// <summary>The SASL user, else the subject of the client's certificate, else <see cref="Anonymous"/>. Never a secret.</summary>
    public static string Of(IDictionary<string, string> properties)
    {
        var protocol = Value(properties, "security.protocol") ?? "plaintext";
        if (protocol.StartsWith("sasl", StringComparison.OrdinalIgnoreCase))
        {
            return Value(properties, "sasl.username") ?? Value(properties, "sasl.oauthbearer.client.id") ?? "the SASL user";
        }

        return protocol.Equals("ssl", StringComparison.OrdinalIgnoreCase) ? Subject(properties) ?? Anonymous : Anonymous;
    }

    private static string? Subject(IDictionary<string, string> properties)
    {
        try
        {
            using var certificate = Certificate(properties);
            return certificate?.Subject;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "a certificate that cannot be read";
        }
    }

    private static X509Certificate2? Certificate(IDictionary<string, string> properties)
    {
        if (Value(properties, "ssl.certificate.pem") is { } pem) return X509Certificate2.CreateFromPem(pem);
        if (Value(properties, "ssl.certificate.location") is { } path) return X509CertificateLoader.LoadCertificateFromFile(path);
        return Value(properties, "ssl.keystore.location") is { } store
            ? X509CertificateLoader.LoadPkcs12FromFile(store, Value(properties, "ssl.keystore.password"))
            : null;
    }

    private static string? Value(IDictionary<string, string> properties, string name) =>
        properties.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
