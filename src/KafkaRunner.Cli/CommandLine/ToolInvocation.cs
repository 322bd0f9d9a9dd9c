namespace KafkaRunner.Cli.CommandLine;

/// <summary>What a command line asks of the tool, and what it passes on.</summary>
internal sealed record ToolInvocation
{
    /// <summary>What to do: <c>run</c> also where no verb was given.</summary>
    public required string Verb { get; init; }

    /// <summary>Everything that is not the tool's own, in the order given.</summary>
    public required IReadOnlyList<string> Rest { get; init; }

    /// <summary>A directory or a project file; null for the current directory.</summary>
    public string? Project { get; init; }

    /// <summary>A built assembly to take instead of a project.</summary>
    public string? Assembly { get; init; }

    /// <summary>Further assemblies to take consumers from, as full paths.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>The build configuration.</summary>
    public string Configuration { get; init; } = "Debug";

    /// <summary>The target framework, for a project that has several.</summary>
    public string? Framework { get; init; }

    /// <summary>Whether to take the project as it was last built.</summary>
    public bool NoBuild { get; init; }

    /// <summary>Whether the other hosted services of a lent host run too.</summary>
    public bool WithServices { get; init; }

    /// <summary>Whether the help was asked for.</summary>
    public bool WantsHelp => Rest.TakeWhile(word => word != "--").Any(word => word is "--help" or "-h" or "-?");
}
