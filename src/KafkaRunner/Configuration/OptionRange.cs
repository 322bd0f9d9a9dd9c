using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>Which values an option takes, and the words for it.</summary>
internal sealed class OptionRange
{
    private readonly Type _type;
    private readonly IComparable? _minimum;
    private readonly IComparable? _maximum;
    private readonly bool _required;

    public OptionRange(Type type, RangeAttribute? range, bool required)
    {
        _type = type;
        _required = required;
        if (range is not null)
        {
            _minimum = Bound(range.Minimum);
            _maximum = Bound(range.Maximum);
        }

        Text = range is not null ? $"between {OptionValue.Format(_minimum)} and {OptionValue.Format(_maximum)}" : OptionValue.ChoicesOf(type);
    }

    public string Text { get; }

    /// <summary>Gets what to say of a text that is no value at all.</summary>
    public string NoValue => OptionValue.KindOf(_type) is { Length: > 0 } kind ? $"no {kind}" : "not one of its values";

    /// <summary>Gets what to say of a value that is not among those taken.</summary>
    public string Outside => _minimum is not null ? "out of range" : _type.IsEnum ? "not one of its values" : "empty";

    /// <summary>Gets what the option takes, to end a sentence with.</summary>
    public string Expectation
    {
        get
        {
            var kind = OptionValue.KindOf(_type);
            var words = new[] { kind.Length == 0 ? "" : $"a {kind}", Text }.Where(word => word.Length > 0);
            var sentence = string.Join(' ', words);
            return (sentence.Length == 0 ? "a text that is not empty" : sentence) + OptionValue.ExamplesOf(_type);
        }
    }

    public bool Holds(object? value) => value switch
    {
        string text => !_required || !string.IsNullOrWhiteSpace(text),
        Enum member => Enum.IsDefined(member.GetType(), member),
        IComparable number => (_minimum is null || number.CompareTo(_minimum) >= 0) && (_maximum is null || number.CompareTo(_maximum) <= 0),
        _ => value is not null,
    };

    private IComparable Bound(object bound) => bound switch
    {
        string text when _type == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        _ => (IComparable)Convert.ChangeType(bound, _type, CultureInfo.InvariantCulture),
    };
}
