namespace KafkaRunner.Configuration;

/// <summary>Remembers who set what, so that an error about two options can say where to mend them.</summary>
internal sealed class OptionOrigins
{
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    public void Note(string option, string place) => _places[option] = place;

    /// <summary>Notes the place for each option whose value is another one than before.</summary>
    public void NoteChanges(OptionCatalog catalog, IReadOnlyList<object?> before, object options, string place)
    {
        for (var i = 0; i < before.Count; i++)
        {
            if (!Equals(before[i], catalog.Options[i].Get(options))) Note(catalog.Options[i].Name, place);
        }
    }

    /// <summary>In brackets for the middle of a sentence: <c>(the default)</c>, <c>(KAFKARUNNER_COMMIT_INTERVAL)</c>.</summary>
    public string Of(string name) => $"({_places.GetValueOrDefault(name, "the default")})";
}
