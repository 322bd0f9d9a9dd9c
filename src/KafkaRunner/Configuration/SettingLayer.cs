namespace KafkaRunner.Configuration;

/// <summary>All that one source gives; a stronger layer beats a weaker one whatever their keys.</summary>
/// <param name="Name">The source for people: <c>kafkarunner.json</c>, <c>the environment</c>, <c>the command line</c>.</param>
/// <param name="Source">How it spells names.</param>
/// <param name="Settings">Its values, in no order.</param>
internal sealed record SettingLayer(string Name, SettingSource Source, IReadOnlyList<Setting> Settings)
{
    /// <summary>What is for every consumer, then what is for this one, by its short name, then by its full one.</summary>
    public IEnumerable<Setting> For(Type consumerType) =>
        from setting in Settings
        let rank = ConsumerNames.Rank(consumerType, setting.Consumer)
        where rank is not null
        orderby rank
        select setting;
}
