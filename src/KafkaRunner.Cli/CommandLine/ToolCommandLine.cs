using KafkaRunner.App.Tool;

namespace KafkaRunner.Cli.CommandLine;

/// <summary>Takes the tool's own words out of a command line; all others are the runner's, which knows what they mean.</summary>
internal static class ToolCommandLine
{
    /// <summary>The verbs that the tool answers itself or hands on. Only the first word that is not the tool's own can be one.</summary>
    public static readonly IReadOnlyList<string> Verbs = [ToolVerb.Run, ToolVerb.List, ToolVerb.Suggest, Completion.Verb, "new"];

    /// <summary>Reads <paramref name="args"/>; paths become full ones.</summary>
    /// <exception cref="MisuseException">An option lacks its value or came twice, or two exclude each other.</exception>
    public static ToolInvocation Parse(IReadOnlyList<string> args)
    {
        var rest = new List<string>();
        var given = new Dictionary<ToolOption, List<string>>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--")
            {
                rest.AddRange(args.Skip(i));
                break;
            }

            var parts = args[i].Split('=', 2);
            if (ToolOption.All.FirstOrDefault(option => option.Names.Contains(parts[0])) is not { } option)
            {
                rest.Add(args[i]);
                continue;
            }

            var value = option.Value is null || parts.Length == 2 ? parts.ElementAtOrDefault(1) : args.ElementAtOrDefault(++i);
            Note(given, option, value);
        }

        var isVerb = rest is [var first, ..] && Verbs.Contains(first, StringComparer.Ordinal);
        return Check(new ToolInvocation
        {
            Verb = isVerb ? rest[0] : ToolVerb.Run,
            Rest = isVerb ? rest[1..] : rest,
            Project = One(ToolOption.Project) is { } project ? Path.GetFullPath(project) : null,
            Assembly = One(ToolOption.Assembly) is { } assembly ? Path.GetFullPath(assembly) : null,
            Require = [.. given.GetValueOrDefault(ToolOption.Require, []).Select(Path.GetFullPath)],
            Configuration = One(ToolOption.Configuration) ?? "Debug",
            Framework = One(ToolOption.Framework),
            NoBuild = given.ContainsKey(ToolOption.NoBuild),
            WithServices = given.ContainsKey(ToolOption.WithServices),
        });

        string? One(ToolOption option) => given.GetValueOrDefault(option) is [var value] ? value : null;
    }

    private static void Note(Dictionary<ToolOption, List<string>> given, ToolOption option, string? value)
    {
        if (option.Value is null ? value is not null : string.IsNullOrEmpty(value) || value.StartsWith('-'))
        {
            throw new MisuseException(option.Value is null
                ? $"{option.Names[0]} takes no value."
                : $"{option.Names[0]} needs a value: {option.Syntax}.");
        }

        if (!given.TryAdd(option, [value ?? ""]))
        {
            if (option != ToolOption.Require) throw new MisuseException($"{option.Names[0]} was given twice.");
            given[option].Add(value ?? "");
        }
    }

    private static ToolInvocation Check(ToolInvocation invocation)
    {
        if (invocation is { Assembly: not null, Project: not null })
        {
            throw new MisuseException("--project and --assembly exclude each other: name the one or the other.");
        }

        return invocation.Require.FirstOrDefault(file => !File.Exists(file)) is { } missing
            ? throw new MisuseException($"There is no file {missing} to --require.")
            : invocation;
    }
}
