namespace KafkaRunner.Configuration;

/// <summary>Writes a warning for each name that nothing reads, with the one that may have been meant.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Warnings(IEnumerable<SettingLayer> layers, IReadOnlyList<OptionCatalog> catalogs) =>
        from layer in layers
        from setting in layer.Settings
        where !IsKnown(setting, catalogs)
        select $"{layer.Name}: {setting.Written} is no option of KafkaRunner and changes nothing.{Suggestion(layer.Source, setting, catalogs)}";

    /// <summary>For names under <c>Consumers</c>: those that are no consumer's.</summary>
    public static IEnumerable<string> ConsumerWarnings(IEnumerable<SettingLayer> layers, IReadOnlyCollection<Type> consumerTypes) =>
        from layer in layers
        from name in layer.Settings.Select(setting => setting.Consumer).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
        where !consumerTypes.Any(type => ConsumerNames.Rank(type, name) is not null)
        let nearest = NearestName.Find(name, consumerTypes.Select(ConsumerNames.Short))
        select $"{layer.Name}: {OptionNames.Consumers}:{name} names no consumer here and changes nothing.{DidYouMean(nearest)}";

    private static bool IsKnown(Setting setting, IReadOnlyList<OptionCatalog> catalogs) =>
        KnownSettings.Contains(setting)
        || catalogs.Any(catalog => IsFor(setting, catalog) && catalog.Find(setting.Name) is not null);

    /// <summary>Only what a consumer has can be given for one consumer.</summary>
    private static bool IsFor(Setting setting, OptionCatalog catalog) => setting.Consumer is null || catalog.Section.Length == 0;

    private static string Suggestion(SettingSource source, Setting setting, IReadOnlyList<OptionCatalog> catalogs)
    {
        var isVariable = source == SettingSource.Variables;
        var keys = catalogs.Where(catalog => IsFor(setting, catalog)).SelectMany(catalog => catalog.Options).Select(option => option.Key);
        if (setting.Consumer is null) keys = keys.Concat(KnownSettings.Reserved);
        // Compared without the prefix, which all variables share.
        var given = isVariable ? setting.Name[OptionNames.VariablePrefix.Length..] : setting.Name;
        var names = keys.Select(key => isVariable ? OptionNames.VariableOf(key)[OptionNames.VariablePrefix.Length..] : key);
        return NearestName.Find(given, names) is { } nearest ? DidYouMean(AsWritten(source, setting, nearest)) : "";
    }

    private static string AsWritten(SettingSource source, Setting setting, string name) => source switch
    {
        SettingSource.Flags => OptionNames.FlagOf(name),
        SettingSource.Variables when setting.Consumer is null => OptionNames.VariablePrefix + name,
        SettingSource.Variables => $"{OptionNames.VariablePrefix}CONSUMERS__{setting.Consumer}__{name}",
        _ when setting.Consumer is null => name,
        _ => $"{OptionNames.Consumers}:{setting.Consumer}:{name}",
    };

    private static string DidYouMean(string? name) => name is null ? "" : $" Did you mean {name}?";
}
