using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Configuration;

/// <summary>Puts options together from all their sources: defaults, attributes, code, configuration, environment, flags.</summary>
internal sealed class OptionsResolver
{
    private readonly IReadOnlyList<SettingLayer> _layers;

    /// <param name="configuration">Its section <c>KafkaRunner</c> is read, once.</param>
    /// <param name="environment">Variables by name; null for those of this process.</param>
    public OptionsResolver(IConfiguration configuration, IReadOnlyDictionary<string, string>? environment = null)
    {
        var configured = ConfigurationLayers.Of(configuration).ToArray();
        _layers =
        [
            .. configured.Where(layer => layer.Source != SettingSource.Flags),
            EnvironmentLayer.Of(environment ?? EnvironmentLayer.OfProcess()),
            .. configured.Where(layer => layer.Source == SettingSource.Flags),
        ];
    }

    /// <summary>Gets a sentence for each key, variable or flag that nothing reads.</summary>
    public IReadOnlyList<string> Warnings => [.. UnknownSettings.Warnings(_layers, OptionCatalog.All).Distinct()];

    /// <summary>A sentence for each name under <c>Consumers</c> that is none of these classes.</summary>
    public IReadOnlyList<string> UnknownConsumers(IReadOnlyCollection<Type> consumerTypes) =>
        [.. UnknownSettings.ConsumerWarnings(_layers, consumerTypes).Distinct()];

    /// <summary>The options of one consumer, checked.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">A value is wrong; the message names source, option, value and range.</exception>
    public ConsumerOptions ForConsumer(Type consumerType, IEnumerable<Action<ConsumerOptions>> code)
    {
        var options = new ConsumerOptions();
        var catalog = OptionCatalog.Consumer;
        var origins = new OptionOrigins();
        AttributeSettings.Apply(consumerType, options, origins);

        var place = $"the code for {consumerType.Name}";
        var before = catalog.Options.Select(option => option.Get(options)).ToArray();
        foreach (var configure in code) configure(options);
        origins.NoteChanges(catalog, before, options, place);
        foreach (var option in catalog.Options) option.Check(options, place);
        if (!Enum.IsDefined(options.Lifetime)) throw NoLifetime(options.Lifetime, place);
        foreach (var property in options.Kafka.Keys)
        {
            OwnedProperties.Refuse(property, place);
            origins.Note(property, place);
        }

        foreach (var layer in _layers)
        {
            foreach (var setting in layer.For(consumerType)) Apply(setting, options, origins);
        }

        ConsumerOptionsValidator.Validate(options, ConsumerNames.Short(consumerType), origins);
        return options;
    }

    /// <summary>Options that are not a consumer's, like the producer's, checked one by one.</summary>
    /// <param name="section">Where their keys stand, like <c>Producer</c>. <c>Brokers</c>, <c>ClientId</c> and <c>Kafka</c> at the top count too.</param>
    /// <param name="code">What the program's author sets; null for nothing.</param>
    /// <exception cref="KafkaRunnerConfigurationException">A value is wrong; the message names source, option, value and range.</exception>
    public T For<T>(string section, Action<T>? code)
        where T : class, new()
    {
        var options = new T();
        var catalog = OptionCatalog.For<T>(section);
        code?.Invoke(options);
        foreach (var option in catalog.Options) option.Check(options, $"the code for {typeof(T).Name}");

        var shared = OptionCatalog.Shared<T>();
        var kafka = typeof(T).GetProperty(OptionNames.Kafka)?.GetValue(options) as IDictionary<string, string>;
        foreach (var layer in _layers)
        {
            // Within a layer the section's own values come last and so win.
            var settings = layer.Settings.Where(setting => setting.Consumer is null).ToArray();
            Apply(settings, shared, "", options, kafka);
            Apply(settings, catalog, catalog.Section, options, kafka);
        }

        if (shared.Find(nameof(ConsumerOptions.Brokers))?.Get(options) is string brokers) BrokerList.Parse(brokers, typeof(T).Name);
        return options;
    }

    private static KafkaRunnerConfigurationException NoLifetime(ConsumerLifetime lifetime, string place) =>
        new($"{place}: Lifetime is '{lifetime}', which is not one of its values; it takes {OptionValue.ChoicesOf(typeof(ConsumerLifetime))}.");

    private static void Apply(Setting setting, ConsumerOptions options, OptionOrigins origins)
    {
        if (setting.KafkaPropertyIn("") is { Length: > 0 } property)
        {
            OwnedProperties.Refuse(property, setting.Where);
            options.Kafka[property] = setting.Text;
            origins.Note(property, setting.Where);
        }
        else if (OptionCatalog.Consumer.Find(setting.Name) is { } option)
        {
            option.Set(options, setting.Text, setting.Where);
            origins.Note(option.Name, setting.Where);
        }
    }

    private static void Apply(IEnumerable<Setting> settings, OptionCatalog catalog, string section, object options, IDictionary<string, string>? kafka)
    {
        foreach (var setting in settings)
        {
            if (kafka is not null && setting.KafkaPropertyIn(section) is { Length: > 0 } property) kafka[property] = setting.Text;
            else catalog.Find(setting.Name)?.Set(options, setting.Text, setting.Where);
        }
    }
}
