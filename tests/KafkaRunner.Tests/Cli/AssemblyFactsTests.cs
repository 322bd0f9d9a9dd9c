using KafkaRunner.Cli;
using KafkaRunner.Cli.Assemblies;

namespace KafkaRunner.Tests.Cli;

public sealed class AssemblyFactsTests
{
    [Fact]
    public void A_library_gets_a_host_of_its_own_although_it_knows_how_to_build_one()
    {
        var facts = AssemblyFacts.Read(Path.Combine(AppContext.BaseDirectory, "KafkaRunner.App.dll"));
        Assert.Equal(new AssemblyFacts(".NETCoreApp,Version=v10.0", HostingWay.OwnHost), facts);
    }

    [Fact]
    public void What_is_no_assembly_is_refused()
    {
        var file = Path.ChangeExtension(typeof(AssemblyFactsTests).Assembly.Location, ".runtimeconfig.json");
        Assert.Equal($"{file} is not a .NET assembly.", Assert.Throws<MisuseException>(() => AssemblyFacts.Read(file)).Message);
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v8.0", ".NET 8.0")]
    [InlineData(".NETStandard,Version=v2.0", ".NET Standard 2.0")]
    [InlineData(".NETFramework,Version=v4.8", ".NET Framework 4.8")]
    public void An_older_or_other_framework_is_refused(string framework, string spoken) => Assert.Equal(
        $"Thing.dll is built for {spoken}, and KafkaRunner needs .NET 10.0 or later: set its TargetFramework to net10.0.",
        Assert.Throws<MisuseException>(() => FrameworkCheck.Demand("/a/Thing.dll", framework)).Message);

    [Theory]
    [InlineData(".NETCoreApp,Version=v10.0")]
    [InlineData(".NETCoreApp,Version=v11.0")]
    [InlineData(null)]
    public void This_or_a_later_framework_will_do(string? framework) => FrameworkCheck.Demand("/a/Thing.dll", framework);
}
