using KafkaRunner.Configuration;

namespace KafkaRunner.App;

/// <summary>Finds the class that a name on the command line means.</summary>
internal static class NameResolver
{
    /// <summary>Whether two names are the same but for upper and lower case.</summary>
    public static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the classes meant by <paramref name="names"/>, each once, in the order given.</summary>
    /// <returns>The classes, or what is wrong with a name.</returns>
    public static (IReadOnlyList<Type> Types, string? Problem) Resolve(
        IEnumerable<string> names, IReadOnlyList<OfferedConsumer> offered)
    {
        var found = new List<Type>();
        foreach (var name in names)
        {
            switch (Matches(name, offered))
            {
                case []:
                    return ([], Unknown(name, offered));
                case [{ Type.IsAbstract: true } only]:
                    return ([], $"{only.FullName} is abstract, so it cannot be hosted. Name a class that derives from it.");
                case [var only]:
                    found.Add(only.Type);
                    break;
                case var several:
                    return ([], Ambiguous(name, several));
            }
        }

        return ([.. found.Distinct()], null);
    }

    /// <summary>The strictest way to read the name that finds anything: full before short, exact case before any case, concrete before abstract.</summary>
    private static List<OfferedConsumer> Matches(string name, IReadOnlyList<OfferedConsumer> offered)
    {
        var wanted = name.Replace('+', '.');
        Func<OfferedConsumer, bool>[] readings =
        [
            consumer => consumer.FullName == wanted,
            consumer => SameName(consumer.FullName, wanted),
            consumer => consumer.Name == wanted,
            consumer => SameName(consumer.Name, wanted),
        ];
        var matches = readings.Select(reads => offered.Where(reads).ToList()).FirstOrDefault(list => list.Count > 0) ?? [];
        return matches.Exists(match => !match.Type.IsAbstract) ? matches.FindAll(match => !match.Type.IsAbstract) : matches;
    }

    private static string Unknown(string name, IReadOnlyList<OfferedConsumer> offered)
    {
        var hostable = offered.Where(consumer => !consumer.Type.IsAbstract).ToList();
        var known = name.Contains('.', StringComparison.Ordinal)
            ? hostable.Select(consumer => consumer.FullName)
            : hostable.Select(consumer => consumer.Name);
        var nearest = NearestName.Find(name, known.Distinct());
        return nearest is null ? $"There is no consumer '{name}'." : $"There is no consumer '{name}'. Did you mean {nearest}?";
    }

    private static string Ambiguous(string name, List<OfferedConsumer> several)
    {
        var names = several.ConvertAll(consumer => consumer.FullName);
        names.Sort(StringComparer.Ordinal);
        return $"'{name}' can mean {string.Join(" or ", names)}. Give the full name.";
    }
}
