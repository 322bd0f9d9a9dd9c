using System.Diagnostics;
using KafkaRunner.Simulation.Life;
using KafkaRunner.Simulation.Seeds;

using var output = new StreamWriter(Console.OpenStandardOutput());
return new SimulateCommand((seed, leftOut) => new GroupLife(seed, leftOut), watchesPool: true, Again, output, Console.Error).Run(args);

// By its own file where there is one: a host's name would be dotnet.
static ProcessStartInfo Again(IEnumerable<string> line)
{
    var self = Environment.ProcessPath!;
    if (Path.GetFileNameWithoutExtension(self) == "dotnet") line = line.Prepend(typeof(GroupLife).Assembly.Location);
    return new ProcessStartInfo(self, line) { RedirectStandardOutput = true };
}
