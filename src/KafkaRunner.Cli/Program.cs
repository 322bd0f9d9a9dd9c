using KafkaRunner.Cli;
using KafkaRunner.Cli.Hosted;
using KafkaRunner.Cli.Processes;

// Before anything else: from here on a signal is a clean stop.
using var signals = SignalForwarding.OfTool(signal => Environment.Exit(HostedProgram.IsWanted ? 0 : ToolCommand.CodeOfStop(args, signal)));

// The same program does two jobs: the tool's, and that of the process that the tool starts for the user's code.
return HostedProgram.IsWanted ? await HostedProgram.RunAsync(signals) : ToolCommand.Run(args);
