using System.Text;

namespace KafkaRunner.Configuration;

/// <summary>Derives a group id from a class name, by Racecar's rule, so that a group can move from there with its offsets.</summary>
internal static class GroupIdRule
{
    /// <summary>A dash between a lower-case letter and the capital that follows, then lower case: BlogConsumer → blog-consumer.</summary>
    /// <param name="prefix">Put in front as it is.</param>
    /// <param name="className">A simple name; an arity (<c>`1</c>) is left out.</param>
    public static string Derive(string prefix, string className)
    {
        var name = className.AsSpan();
        if (name.IndexOf('`') is >= 0 and var arity) name = name[..arity];
        var id = new StringBuilder(prefix, prefix.Length + name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])) id.Append('-');
            id.Append(char.ToLowerInvariant(name[i]));
        }

        return id.ToString();
    }

    /// <summary>The same from the class; of a nested or generic one its own simple name counts.</summary>
    public static string Derive(string prefix, Type consumerType) => Derive(prefix, consumerType.Name);
}
