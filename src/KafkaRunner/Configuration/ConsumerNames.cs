namespace KafkaRunner.Configuration;

/// <summary>The names that a consumer class answers to in keys and variables.</summary>
internal static class ConsumerNames
{
    /// <summary>The simple name, without arity.</summary>
    public static string Short(Type consumerType) => WithoutArity(consumerType.Name);

    /// <summary>With namespace and outer classes, parted by dots.</summary>
    public static string Full(Type consumerType)
    {
        var name = consumerType.IsGenericType ? consumerType.GetGenericTypeDefinition().FullName : consumerType.FullName;
        return WithoutArity((name ?? consumerType.Name).Replace('+', '.'));
    }

    /// <summary>How closely a given name fits: 0 for no name, 1 for the short one, 2 for the full one; null for another consumer's.</summary>
    public static int? Rank(Type consumerType, string? given) =>
        given is null ? 0 :
        Same(given, Short(consumerType)) ? 1 :
        Same(given, Full(consumerType)) ? 2 : null;

    /// <summary>Ignores case, and in a variable, which can hold no dots, an underscore stands for one.</summary>
    private static bool Same(string given, string name) =>
        given.Replace('+', '.').Replace('_', '.').Equals(name.Replace('_', '.'), StringComparison.OrdinalIgnoreCase);

    private static string WithoutArity(string name) => name.IndexOf('`', StringComparison.Ordinal) is >= 0 and var arity ? name[..arity] : name;
}
