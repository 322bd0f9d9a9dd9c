using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace KafkaRunner.Configuration;

/// <summary>All that follows from one declaration of an option: its names, default, range, help, and how a text becomes its value.</summary>
internal sealed class OptionDefinition
{
    private readonly PropertyInfo _property;
    private readonly OptionRange _range;
    private readonly bool _nullWhenEmpty;

    public OptionDefinition(PropertyInfo property, OptionAttribute declaration, string section, object? defaultValue)
    {
        _property = property;
        Name = property.Name;
        Key = section.Length == 0 ? Name : $"{section}:{Name}";
        Variable = OptionNames.VariableOf(Key);
        Flag = OptionNames.FlagOf(Key);
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Summary = declaration.Help;
        OneConsumerOnly = declaration.OneConsumerOnly;
        DefaultText = OptionValue.Format(defaultValue);
        _nullWhenEmpty = defaultValue is null;
        _range = new OptionRange(ValueType, property.GetCustomAttribute<RangeAttribute>(), property.IsDefined(typeof(RequiredAttribute)));
        Help = HelpText();
    }

    /// <summary>Gets the property's name, <c>CommitInterval</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the key below <c>KafkaRunner</c> in files, <c>CommitInterval</c> or <c>Producer:DeliveryInterval</c>.</summary>
    public string Key { get; }

    /// <summary>Gets the whole key for an <see cref="Microsoft.Extensions.Configuration.IConfiguration"/>.</summary>
    public string ConfigurationKey => $"{OptionNames.Root}:{Key}";

    public string Variable { get; }

    public string Flag { get; }

    /// <summary>Gets the declaration's sentence alone.</summary>
    public string Summary { get; }

    /// <summary>Gets the sentence with default and range.</summary>
    public string Help { get; }

    /// <summary>Gets the default as one would write it; empty for null and for an empty text.</summary>
    public string DefaultText { get; }

    /// <summary>Gets the values it takes, like <c>between 10 ms and 1 h</c> or <c>earliest or latest</c>; empty for any text.</summary>
    public string RangeText => _range.Text;

    /// <summary>Gets the type, without its <see cref="Nullable{T}"/>.</summary>
    public Type ValueType { get; }

    public bool OneConsumerOnly { get; }

    /// <summary>Whether a source that names keys or variables means this option.</summary>
    public bool IsNamed(string name) =>
        name.Equals(Key, StringComparison.OrdinalIgnoreCase) || name.Equals(Variable, StringComparison.OrdinalIgnoreCase);

    public object? Get(object options) => _property.GetValue(options);

    /// <exception cref="KafkaRunnerConfigurationException">The text is no value of this option; the message starts with <paramref name="where"/>.</exception>
    public void Set(object options, string text, string where)
    {
        if (text.Length == 0 && _nullWhenEmpty)
        {
            _property.SetValue(options, null);
            return;
        }

        if (!OptionValue.TryParse(ValueType, text, out var value)) throw Wrong(text, _range.NoValue, where);
        if (!_range.Holds(value)) throw Wrong(text, _range.Outside, where);
        _property.SetValue(options, value);
    }

    /// <exception cref="KafkaRunnerConfigurationException">The value there is out of range; the message starts with <paramref name="where"/>.</exception>
    public void Check(object options, string where)
    {
        var value = Get(options);
        if (value is null && _nullWhenEmpty) return;
        if (value is null || !_range.Holds(value)) throw Wrong(OptionValue.Format(value), _range.Outside, where);
    }

    private KafkaRunnerConfigurationException Wrong(string text, string reason, string where) =>
        new($"{where}: {Key} is '{Secrets.Mask(Name, text)}', which is {reason}; it takes {_range.Expectation}.");

    private string HelpText()
    {
        var notes = new[] { DefaultText.Length == 0 ? "" : $"default {DefaultText}", RangeText }.Where(note => note.Length > 0);
        var all = string.Join("; ", notes);
        return all.Length == 0 ? Summary : $"{Summary} ({all})";
    }
}
