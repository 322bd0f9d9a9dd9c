using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Diagnostics;

[Collection(nameof(WholeProcess))]
public sealed class MetricsReferenceTests
{
    [Fact]
    public void The_reference_page_lists_the_metrics()
    {
        var text = $"<!-- metrics: checked against the code -->\n\n{Table()}<!-- end -->";
        Assert.True(Repository.Read("docs", "reference", "metrics.md").Contains(text, StringComparison.Ordinal), $"docs/reference/metrics.md should have, after its marker:\n\n{Table()}");
    }

    private static string Table()
    {
        var found = new ConcurrentDictionary<string, Instrument>();
        using var telemetry = new Telemetry();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == KafkaRunnerTelemetry.SourceName) found[instrument.Name] = instrument;
        };
        listener.Start();
        var rows = found.Values.OrderBy(i => i.Name, StringComparer.Ordinal).Select(i => $"| `{i.Name}` | {KindOf(i)} | `{i.Unit}` | {i.Description} |\n");
        return "| name | kind | unit | what |\n|---|---|---|---|\n" + string.Concat(rows);
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        ObservableUpDownCounter<long> => "up-down counter",
        _ => throw new NotSupportedException($"{instrument.Name} is a {instrument.GetType().Name}, which has no word yet."),
    };
}
