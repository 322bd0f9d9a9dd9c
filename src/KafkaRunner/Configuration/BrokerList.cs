using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>Reads <c>host:port</c> lists.</summary>
internal static class BrokerList
{
    private const int DefaultPort = 9092;

    /// <summary>The brokers as librdkafka takes them, each with its port.</summary>
    /// <param name="text">Hosts with or without ports, separated by commas; an IPv6 address stands in brackets.</param>
    /// <param name="brokers">Empty where the text is wrong.</param>
    /// <param name="problem">What is wrong, to follow the words "which"; empty where nothing is.</param>
    public static bool TryParse(string text, out IReadOnlyList<string> brokers, out string problem)
    {
        var parsed = new List<string>();
        (brokers, problem) = (parsed, "");
        foreach (var broker in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            problem = ProblemOf(broker, out var host, out var port);
            if (problem.Length > 0)
            {
                brokers = [];
                return false;
            }

            parsed.Add(string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"));
        }

        if (parsed.Count == 0) problem = "names no broker";
        return parsed.Count > 0;
    }

    /// <exception cref="KafkaRunnerConfigurationException">The text is no list of brokers; the message starts with <paramref name="where"/>.</exception>
    public static IReadOnlyList<string> Parse(string text, string where)
    {
        if (TryParse(text, out var brokers, out var problem)) return brokers;
        throw new KafkaRunnerConfigurationException(
            $"{where}: Brokers is '{text}', which {problem}. Write host:port, separated by commas, like {ConsumerOptions.DefaultBrokers}.");
    }

    private static string ProblemOf(string broker, out string host, out int port)
    {
        (host, port) = (broker, DefaultPort);
        if (broker.Contains("://", StringComparison.Ordinal)) return $"has a protocol in '{broker}'; leave it out and set security.protocol under Kafka";
        // The colons inside of [::1] part nothing.
        var colon = broker.LastIndexOf(':');
        if (colon > broker.LastIndexOf(']'))
        {
            host = broker[..colon];
            if (!int.TryParse(broker.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
                return $"has no port between 1 and 65535 in '{broker}'";
        }

        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1] is var address && Uri.CheckHostName(address) == UriHostNameType.IPv6 ? host : "";
        else if (host.Contains(':', StringComparison.Ordinal)) return $"has an address with colons in '{broker}'; write it in brackets, like [::1]:9092";
        return host.Length == 0 || host.Any(char.IsWhiteSpace) ? $"has no host in '{broker}'" : "";
    }
}
