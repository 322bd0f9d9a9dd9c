using System.Collections.Concurrent;
using System.Reflection;

namespace KafkaRunner.Configuration;

/// <summary>All options that one class declares, read once.</summary>
internal sealed class OptionCatalog
{
    private static readonly ConcurrentDictionary<(Type Type, string Section), OptionCatalog> Made = new();

    private const string SharedSection = "(shared)";

    private OptionCatalog(string section, IReadOnlyList<OptionDefinition> options)
    {
        Section = section;
        Options = options;
    }

    /// <summary>Gets the options of a consumer; their keys stand at the top.</summary>
    public static OptionCatalog Consumer { get; } = For<ConsumerOptions>("");

    /// <summary>Gets the options of the producer; their keys stand in the section <c>Producer</c>.</summary>
    public static OptionCatalog Producer { get; } = For<ProducerOptions>("Producer");

    /// <summary>Gets every catalog whose keys are known, in the order of the reference page.</summary>
    public static IReadOnlyList<OptionCatalog> All { get; } = [Consumer, Producer];

    /// <summary>Gets the section below <c>KafkaRunner</c>, without a colon; empty for the top.</summary>
    public string Section { get; }

    /// <summary>Gets the options, in the order of their declaration.</summary>
    public IReadOnlyList<OptionDefinition> Options { get; }

    /// <param name="section">Where the keys stand below <c>KafkaRunner</c>, like <c>Producer</c>; empty for the top.</param>
    public static OptionCatalog For<T>(string section)
        where T : class, new() =>
        Made.GetOrAdd((typeof(T), section.TrimEnd(':')), key => new OptionCatalog(key.Section, [.. Declared(typeof(T), key.Section, new T())]));

    /// <summary>The options at the top that another class has too, by name and type: <c>Brokers</c>, <c>ClientId</c>.</summary>
    public static OptionCatalog Shared<T>()
        where T : class, new() =>
        Made.GetOrAdd((typeof(T), SharedSection), _ => new OptionCatalog(
            "", [.. Declared(typeof(T), "", new T()).Where(option => option.Name is nameof(ConsumerOptions.Brokers) or nameof(ConsumerOptions.ClientId))]));

    /// <summary>The option of that key or variable; null where there is none.</summary>
    public OptionDefinition? Find(string name) => Options.FirstOrDefault(option => option.IsNamed(name));

    private static IEnumerable<OptionDefinition> Declared(Type type, string section, object defaults) =>
        from property in type.GetProperties()
        let declaration = property.GetCustomAttribute<OptionAttribute>()
        where declaration is not null
        orderby property.MetadataToken
        select new OptionDefinition(property, declaration, section, property.GetValue(defaults));
}
