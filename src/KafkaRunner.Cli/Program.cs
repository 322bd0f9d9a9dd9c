using KafkaRunner.Cli;
using KafkaRunner.Cli.Hosted;

// The same program does two jobs: the tool's, and that of the process that the tool starts for the user's code.
return HostedProgram.IsWanted ? await HostedProgram.RunAsync() : ToolCommand.Run(args);
