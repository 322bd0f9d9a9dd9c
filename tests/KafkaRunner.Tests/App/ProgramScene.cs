using System.Reflection;
using System.Reflection.Emit;
using KafkaRunner.App;
using KafkaRunner.App.Tool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Tests.App;

/// <summary>Runs a program called Blog, with two consumers, on writers instead of a terminal.</summary>
internal sealed class ProgramScene : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public Action<KafkaRunnerBuilder> Consumers { get; set; } =
        runner => runner.AddConsumer<Shop.OrderConsumer>().AddConsumer<Shop.PaymentConsumer>();

    public Action<HostApplicationBuilder>? Configure { get; set; }

    public ToolRequest? Tool { get; set; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public List<int> Exits { get; } = [];

    public Task<int> RunAsync(params string[] args) => new ProgramRun(EmptyProgram(), new Terminal(_output, _error), new ProcessExit(Exits.Add), Tool)
        .RunAsync(args, builder =>
        {
            builder.Services.AddKafkaRunner(Consumers);
            Configure?.Invoke(builder);
        });

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    /// <summary>An assembly without classes, so that this one's many test consumers are not offered.</summary>
    private static AssemblyBuilder EmptyProgram()
    {
        var program = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Blog"), AssemblyBuilderAccess.Run);
        program.DefineDynamicModule("Blog");
        return program;
    }
}
