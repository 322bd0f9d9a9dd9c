using System.Text.Json;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The inside of a case's process: a pass for each line on standard input, a measurement for each on standard output.</summary>
internal static class CaseProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (definition, work) = (CaseCatalog.Find(args[0]), CaseWork.Parse(args[1..]));
        while (await Console.In.ReadLineAsync() is not null)
        {
            if (definition.Stage != CaseStage.Start) GC.Collect();
            try
            {
                Console.WriteLine(JsonSerializer.Serialize(await definition.Run(work), JsonSerializerOptions.Web));
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync($"{definition.Name}: {exception}");
                Console.WriteLine(CaseProtocol.Failed + exception.Message.ReplaceLineEndings(" "));
                return 1;
            }
        }

        return 0;
    }
}
