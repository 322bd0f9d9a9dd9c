namespace KafkaRunner.Cli.Assemblies;

/// <summary>How the consumers of an assembly are hosted.</summary>
internal enum HostingWay
{
    /// <summary>In a host made for them, without running any of the assembly's own start-up code.</summary>
    OwnHost,

    /// <summary>In the host that the assembly's entry point builds.</summary>
    LentHost,

    /// <summary>By the program itself, which calls <c>KafkaRunnerApp.RunAsync</c>.</summary>
    Program,
}
