using Blogs;
using Blogs.Commands;
using KafkaRunner;
using Microsoft.Data.Sqlite;

try
{
    var (database, rest) = DatabaseFlag.Take(args);
    await BlogDb.CreateSchemaAsync(database);
    return rest switch
    {
        [] => await Story.RunAsync(database),
        ["create" or "audits" or "load" or "--help" or "-h" or "-?", ..] => await BlogCommandLine.RunAsync(rest, database),
        _ => await KafkaRunnerApp.RunAsync(rest, builder => builder.AddBlogs(database)),
    };
}
catch (Exception e) when (e is ArgumentException or KafkaRunnerConfigurationException)
{
    Screen.Complain(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Screen.Complain("Interrupted.");
    return 1;
}
catch (SqliteException e)
{
    Screen.Complain($"The database cannot be used: {e.Message} See --database.");
    return 1;
}
