using System.CommandLine;
using KafkaRunner.Configuration;

namespace KafkaRunner.App.CommandLine;

/// <summary>The grammar of a runner's command line: names of consumers, the catalog's options, and a few flags of its own.</summary>
internal sealed class ProgramCommandLine
{
    /// <summary>
    /// Nobody's first argument. The parser drops a first argument that equals its command's name, and a project is often
    /// called like its consumer.
    /// </summary>
    private const string CommandName = "kafkarunner:command-line";

    private readonly Command _command = new(CommandName);
    private readonly Argument<string[]> _names = new("consumer") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _timeout = new("--timeout");
    private readonly Option<string[]> _kafka = new("--kafka") { Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _help = new("--help", "-h", "-?") { Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Arity = ArgumentArity.Zero };
    private readonly List<(OptionDefinition Definition, Option<string> Flag)> _options;

    /// <summary>Makes the grammar for the options of <paramref name="catalog"/>.</summary>
    public ProgramCommandLine(IEnumerable<OptionDefinition> catalog)
    {
        _options = [.. catalog.Select(definition => (definition, new Option<string>(definition.Flag)))];
        _command.Add(_names);
        foreach (var option in (IEnumerable<Option>)[_timeout, .. _options.Select(o => o.Flag), _kafka, _help, _version])
        {
            _command.Add(option);
        }
    }

    /// <summary>Every flag in the order of the help.</summary>
    public IReadOnlyList<FlagHelp> Flags =>
    [
        new("--timeout <seconds>", $"Stop cleanly after that many seconds, {TimeoutFlag.RangeText} (default: run until stopped)"),
        .. _options.Select(o => new FlagHelp($"{o.Definition.Flag} <{ValueName(o.Definition)}>", o.Definition.Help)),
        new("--kafka <name=value>", "Any librdkafka property by its own name, like security.protocol=SSL; may be repeated"),
        new("-h, --help", "Show this help"),
        new("--version", "Show the version"),
    ];

    /// <summary>Reads <paramref name="args"/>.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">A flag is unknown, lacks its value, or was given twice.</exception>
    public Invocation Parse(IReadOnlyList<string> args)
    {
        var result = _command.Parse(
            args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var wantsHelp = result.GetValue(_help);
        var wantsVersion = result.GetValue(_version);
        if (wantsHelp || wantsVersion)
        {
            return new([], null, new Dictionary<string, string>(), [], wantsHelp, wantsVersion);
        }

        var names = result.GetResult(_names)?.Tokens.Select(token => token.Value).ToList() ?? [];
        RefuseUnknownFlags(names);
        RefuseErrors(result);
        RefuseFlagsAsValues(result);
        return new(names, TimeoutFlag.Read(result.GetValue(_timeout)), Settings(result), OneConsumerFlags(result), false, false);
    }

    private static string ValueName(OptionDefinition definition) =>
        definition.Flag[(definition.Flag.LastIndexOf('-') + 1)..];

    private static void RefuseErrors(ParseResult result)
    {
        if (result.Errors is [var first, ..])
        {
            throw new KafkaRunnerConfigurationException($"Command line: {first.Message} --help lists what there is.");
        }
    }

    private void RefuseUnknownFlags(IEnumerable<string> names)
    {
        var unknown = names.FirstOrDefault(name => name.StartsWith('-'));
        if (unknown is null)
        {
            return;
        }

        var flag = unknown.Split('=', 2)[0];
        var nearest = NearestName.Find(flag, _command.Options.Select(option => option.Name));
        var suggestion = nearest is null ? "" : $" Did you mean {nearest}?";
        throw new KafkaRunnerConfigurationException($"Command line: there is no option {flag}.{suggestion} --help lists what there is.");
    }

    /// <summary>The parser takes <c>--brokers --group-id g</c> as brokers called <c>--group-id</c>: a value was forgotten.</summary>
    private void RefuseFlagsAsValues(ParseResult result)
    {
        var flags = _command.Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var flag in (IEnumerable<Option<string>>)[_timeout, .. _options.Select(o => o.Flag)])
        {
            if (result.GetValue(flag) is { } value && flags.Contains(value))
            {
                throw new KafkaRunnerConfigurationException($"Command line: {flag.Name} needs a value before {value}. --help lists what there is.");
            }
        }
    }

    private Dictionary<string, string> Settings(ParseResult result)
    {
        var settings = KafkaFlag.Read(result.GetValue(_kafka) ?? []);
        foreach (var (definition, flag) in _options)
        {
            if (result.GetValue(flag) is { } value)
            {
                settings[definition.ConfigurationKey] = value;
            }
        }

        return settings;
    }

    private List<string> OneConsumerFlags(ParseResult result) =>
    [
        .. _options.Where(o => o.Definition.OneConsumerOnly && result.GetValue(o.Flag) is not null).Select(o => o.Definition.Flag),
    ];
}
