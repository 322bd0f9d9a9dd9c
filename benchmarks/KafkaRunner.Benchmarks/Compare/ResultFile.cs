using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>Results as JSON lines: one object per case, each complete in itself, so that files may be joined.</summary>
internal static class ResultFile
{
    /// <summary>The figures that every line has, null where the case knows none.</summary>
    private static readonly string[] Common = ["msgPerSecond", "bytesPerMessage", "cpuMicroseconds"];
    private static readonly string[] Other = ["case", "baseline", "ratio", "spread", "rounds", "failed", "embedded", "quick", "at", "machine"];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToLine(CaseResult result)
    {
        var line = new JsonObject { ["case"] = result.Case };
        foreach (var name in Common.Union(result.Figures.Keys)) line[name] = Number(result.Figure(name));
        line["baseline"] = result.Baseline;
        line["ratio"] = Number(result.Ratio);
        line["spread"] = Number(result.Spread);
        line["rounds"] = result.Rounds;
        if (result.Failure is not null) line["failed"] = result.Failure;
        if (result.Embedded) line["embedded"] = true;
        if (result.Quick) line["quick"] = true;
        line["at"] = result.At.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        line["machine"] = result.Machine;
        return line.ToJsonString(Plain);
    }

    /// <exception cref="FormatException">The line is no result.</exception>
    public static CaseResult Parse(string line)
    {
        try
        {
            return Parse(JsonNode.Parse(line) as JsonObject ?? throw new FormatException("It is no object."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"This is no line of a result: {line}", exception);
        }
    }

    private static CaseResult Parse(JsonObject json)
    {
        var figures = json.Where(p => !Other.Contains(p.Key) && p.Value is not null).ToDictionary(p => p.Key, p => p.Value!.GetValue<double>());
        return new CaseResult(
            Required(json, "case").GetValue<string>(), figures, json["baseline"]?.GetValue<string>(), json["ratio"]?.GetValue<double>(),
            json["spread"]?.GetValue<double>() ?? double.NaN, json["embedded"]?.GetValue<bool>() ?? false, json["quick"]?.GetValue<bool>() ?? false,
            Required(json, "at").GetValue<DateTimeOffset>(), Required(json, "machine").GetValue<string>())
        {
            Rounds = json["rounds"]?.GetValue<int>() ?? 0,
            Failure = json["failed"]?.GetValue<string>(),
        };
    }

    private static JsonNode Required(JsonObject json, string name) => json[name] ?? throw new FormatException($"It has no {name}.");

    /// <exception cref="FormatException">A line is no result.</exception>
    public static IReadOnlyList<CaseResult> Read(string path) => [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Parse)];

    // Four significant digits say more than the measurement can.
    private static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? Rounded(number) : null;

    private static double Rounded(double number)
    {
        if (number == 0) return 0;
        var digits = Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 15);
        return Math.Round(number, digits);
    }
}
