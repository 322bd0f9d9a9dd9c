using System.CommandLine;

namespace Blogs.Commands;

/// <summary>The grammar of the sample's own commands. Everything else on the command line is KafkaRunner's.</summary>
internal static class BlogCommandLine
{
    private const string Description =
        """
        A blog whose every creation is an event in Kafka, and a consumer that notes it down.

        Without arguments the whole story is told on an embedded broker.
        BlogConsumer [options] hosts the consumer; BlogConsumer --help shows the options.
        """;

    public static async Task<int> RunAsync(string[] args, string database)
    {
        var parsed = Create(database).Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    private static RootCommand Create(string database)
    {
        var brokers = new Option<string?>("--brokers") { Description = "Brokers to ask first (default: KAFKARUNNER_BROKERS or localhost:9092)" };

        var title = new Argument<string>("title") { Description = "The blog's title" };
        title.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("A blog needs a title.");
        });
        var description = new Argument<string?>("description") { Description = "What it is about", Arity = ArgumentArity.ZeroOrOne };
        var create = new Command("create", "Save a blog, then publish its event") { title, description, brokers };
        create.SetAction((parsed, cancellationToken) => CreateCommand.RunAsync(
            database, parsed.GetValue(brokers), parsed.GetRequiredValue(title), parsed.GetValue(description), cancellationToken));

        var last = new Option<int>("--last") { Description = "How many rows, the newest", DefaultValueFactory = _ => 20 };
        last.Validators.Add(AtLeastOne);
        var audits = new Command("audits", "Show what the consumer noted down") { last };
        audits.SetAction((parsed, cancellationToken) => AuditsCommand.RunAsync(database, parsed.GetValue(last), cancellationToken));

        var count = new Argument<int>("count") { Description = "How many" };
        count.Validators.Add(AtLeastOne);
        var load = new Command("load", "Create many blogs and publish their events") { count, brokers };
        load.SetAction((parsed, cancellationToken) => LoadCommand.RunAsync(
            database, parsed.GetValue(brokers), parsed.GetValue(count), cancellationToken));

        var file = new Option<string>("--database") { Description = "The database file (default: blogs.db beside the project)", Recursive = true };
        return new RootCommand(Description) { create, audits, load, file };
    }

    private static void AtLeastOne(System.CommandLine.Parsing.SymbolResult result)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
            result.AddError($"{token.Value} is too few: at least 1.");
    }
}
