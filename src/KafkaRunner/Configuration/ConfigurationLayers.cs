using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Configuration;

/// <summary>Splits a configuration into layers, one for each provider, so that a value knows where it was written.</summary>
internal static class ConfigurationLayers
{
    private const string CommandLine = "the command line";

    /// <summary>In the order of the providers, weakest first; the flags are among them, wherever the App put them.</summary>
    public static IEnumerable<SettingLayer> Of(IConfiguration configuration)
    {
        if (configuration is not IConfigurationRoot root) return [Layer("configuration", SettingSource.Keys, Leaves(configuration))];
        return root.Providers.SelectMany(Of);
    }

    private static IEnumerable<SettingLayer> Of(IConfigurationProvider provider) => provider switch
    {
        FlagConfigurationProvider => [Layer(CommandLine, SettingSource.Flags, Leaves(provider))],
        ChainedConfigurationProvider chained => Of(chained.Configuration),
        FileConfigurationProvider file => [Layer(file.Source.Path ?? "a file", SettingSource.Keys, Leaves(provider))],
        _ when NameOf(provider) == EnvironmentLayer.Name => [Layer(EnvironmentLayer.Name, SettingSource.Keys, Leaves(provider).Where(leaf => leaf.Text.Length > 0))],
        _ => [Layer(NameOf(provider), SettingSource.Keys, Leaves(provider))],
    };

    private static string NameOf(IConfigurationProvider provider) => provider.GetType().Name.Replace("ConfigurationProvider", "", StringComparison.Ordinal) switch
    {
        "EnvironmentVariables" => EnvironmentLayer.Name,
        "CommandLine" => CommandLine,
        "Memory" => "configuration in memory",
        var name => $"{name} configuration",
    };

    private static SettingLayer Layer(string name, SettingSource source, IEnumerable<(string Path, string Text)> leaves) =>
        new(name, source, [.. ConfigurationLists.Join(leaves).Select(leaf => SettingOf(name, source, leaf.Path, leaf.Text))]);

    private static Setting SettingOf(string layer, SettingSource source, string path, string text)
    {
        var parts = path.Split(':', 3);
        var isForOne = parts.Length == 3 && parts[0].Equals(OptionNames.Consumers, StringComparison.OrdinalIgnoreCase);
        var (consumer, name) = isForOne ? (parts[1], parts[2]) : (null, path);
        if (source == SettingSource.Flags) return new Setting(consumer, name, text, FlagOf(name), $"{FlagOf(name)} on {layer}");
        return new Setting(consumer, name, text, path, isForOne ? $"{layer}, {OptionNames.Consumers}:{consumer}" : layer);
    }

    private static string FlagOf(string name)
    {
        var at = name.IndexOf($"{OptionNames.Kafka}:", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return OptionNames.FlagOf(name);
        var end = at + OptionNames.Kafka.Length;
        return $"{OptionNames.FlagOf(name[..end])} {name[(end + 1)..]}";
    }

    private static IEnumerable<(string Path, string Text)> Leaves(IConfiguration configuration) =>
        from pair in configuration.GetSection(OptionNames.Root).AsEnumerable(makePathsRelative: true)
        where pair.Value is not null && pair.Key.Length > 0
        select (pair.Key, pair.Value);

    private static IEnumerable<(string Path, string Text)> Leaves(IConfigurationProvider provider, string below = "")
    {
        var parent = below.Length == 0 ? OptionNames.Root : $"{OptionNames.Root}:{below}";
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = below.Length == 0 ? key : $"{below}:{key}";
            if (provider.TryGet($"{OptionNames.Root}:{path}", out var text) && text is not null) yield return (path, text);
            foreach (var leaf in Leaves(provider, path)) yield return leaf;
        }
    }
}
