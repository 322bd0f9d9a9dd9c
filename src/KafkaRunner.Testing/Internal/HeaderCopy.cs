namespace KafkaRunner.Testing.Internal;

/// <summary>Copies headers, so that whoever changes theirs changes no one else's.</summary>
internal static class HeaderCopy
{
    public static MessageHeaders Copy(this MessageHeaders? headers)
    {
        var copy = new MessageHeaders();
        foreach (var header in headers ?? []) copy.Append(header.Name, header.Value?.ToArray());
        return copy;
    }
}
