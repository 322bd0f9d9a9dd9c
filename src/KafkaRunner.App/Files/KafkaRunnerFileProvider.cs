using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace KafkaRunner.App.Files;

/// <summary>Reads <c>kafkarunner.json</c> once and puts its keys under the section <c>KafkaRunner</c>.</summary>
internal sealed class KafkaRunnerFileProvider(KafkaRunnerFileSource source) : JsonConfigurationProvider(source)
{
    private const string Section = "KafkaRunner";

    /// <exception cref="KafkaRunnerConfigurationException">The file cannot be read, or is no JSON object.</exception>
    public override void Load()
    {
        try
        {
            base.Load();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new KafkaRunnerConfigurationException($"{Source.Path} {WhatIsWrong(e)}", e);
        }
    }

    public override void Load(Stream stream)
    {
        base.Load(stream);
        Data = Data.ToDictionary(pair => ConfigurationPath.Combine(Section, pair.Key), pair => pair.Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The cause lies deepest: the file provider and the JSON provider each wrap it once.</summary>
    private static string WhatIsWrong(Exception e) => e.GetBaseException() switch
    {
        JsonException { LineNumber: { } line } json =>
            $"is no valid JSON at line {line + 1}, byte {json.BytePositionInLine + 1}: {FirstSentence(json.Message)}",
        IOException or UnauthorizedAccessException => $"cannot be read: {e.GetBaseException().Message}",
        var cause => $"cannot be used: {cause.Message}",
    };

    /// <summary>The parser repeats line and position, counted from 0, in later sentences.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
