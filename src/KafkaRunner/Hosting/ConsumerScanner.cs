using System.Reflection;

namespace KafkaRunner.Hosting;

/// <summary>Finds the consumer classes of an assembly. Abstract and open generic classes are bases, not consumers.</summary>
internal static class ConsumerScanner
{
    public static IReadOnlyList<Type> FindIn(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && t.IsAssignableTo(typeof(ConsumerBase)))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)];
    }
}
