using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace KafkaRunner.App.Files;

/// <summary>Reads <c>kafkarunner.json</c> once and puts its keys under the section <c>KafkaRunner</c>.</summary>
internal sealed class KafkaRunnerFileProvider(string name, string path) : ConfigurationProvider
{
    private const string Section = "KafkaRunner:";

    /// <exception cref="KafkaRunnerConfigurationException">The file cannot be read, or is no JSON object.</exception>
    public override void Load()
    {
        foreach (var (key, value) in Read().AsEnumerable())
        {
            if (value is not null)
            {
                Data[Section + key] = value;
            }
        }
    }

    /// <summary>The file's name, as the sources of values are told apart.</summary>
    public override string ToString() => name;

    private IConfigurationRoot Read()
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (Position(e) is { LineNumber: { } line } json)
        {
            throw new KafkaRunnerConfigurationException(
                $"{name} is no valid JSON at line {line + 1}, byte {json.BytePositionInLine + 1}: {FirstSentence(json.Message)}", e);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidDataException)
        {
            throw new KafkaRunnerConfigurationException($"{name} cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KafkaRunnerConfigurationException($"{name} cannot be read: {e.Message}", e);
        }
    }

    private static JsonException? Position(Exception? e) => e as JsonException ?? e?.InnerException as JsonException;

    /// <summary>The parser repeats line and position, counted from 0, in later sentences.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
