using Spectre.Console;

namespace KafkaRunner.App;

/// <summary>The list of a project's consumers, as the help and a mistaken name show it.</summary>
internal static class ConsumerList
{
    /// <summary>Writes the consumers by name; those that share a short name by their full names.</summary>
    public static void Write(IAnsiConsole console, string program, IReadOnlyList<OfferedConsumer> consumers)
    {
        var hostable = consumers.Where(consumer => !consumer.Type.IsAbstract).ToList();
        if (hostable.Count == 0)
        {
            console.MarkupLine(None(program).EscapeMarkup());
            return;
        }

        console.MarkupLine("[yellow]Consumers:[/]");
        TwoColumns.Write(
            console,
            [.. hostable.Select(consumer => (ShownName(consumer, hostable), consumer.Description)).OrderBy(row => row.Item1, StringComparer.Ordinal)]);
    }

    /// <summary>What to say where there is none.</summary>
    public static string None(string program) =>
        $"There is no consumer in {program}. Derive a class from Consumer<T> and put [SubscribesTo(\"topic\")] on it.";

    /// <summary>The name to call a consumer by: the short one, if no other of <paramref name="all"/> has it.</summary>
    public static string ShownName(OfferedConsumer consumer, IReadOnlyCollection<OfferedConsumer> all) =>
        all.Count(other => NameResolver.SameName(other.Name, consumer.Name)) > 1 ? consumer.FullName : consumer.Name;
}
