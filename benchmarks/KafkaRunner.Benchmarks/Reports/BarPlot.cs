using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Draws results as bars: one panel for each figure that several cases share.</summary>
internal static class BarPlot
{
    private const int Width = 760, Left = 200, Right = 110, BarHeight = 18, Step = 26, PanelHead = 34;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly (string Title, CaseStage Stage, string Figure)[] Panels =
    [
        ("Reading: messages per second", CaseStage.Reading, "msgPerSecond"),
        ("Reading: bytes allocated per message", CaseStage.Reading, "bytesPerMessage"),
        ("Producing: messages per second", CaseStage.Producing, "msgPerSecond"),
        ("10 ms handler: messages per second", CaseStage.Looping, "msgPerSecond"),
        ("Latency at 1,000 msg/s: p50 in milliseconds", CaseStage.Latency, "p50Ms"),
        ("Latency at 1,000 msg/s: p99 in milliseconds", CaseStage.Latency, "p99Ms"),
    ];

    public static void Save(IReadOnlyList<CaseResult> results, string path)
    {
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        Draw(results).Save(writer);
    }

    public static XDocument Draw(IReadOnlyList<CaseResult> results)
    {
        var y = 0;
        var body = new List<XElement>();
        if (Caution.About(results) is { } caution) body.Add(Text(10, y += 20, "start", caution));
        foreach (var (title, stage, figure) in Panels)
        {
            var bars = results.Where(r => StageOf(r) == stage && r.Figure(figure) is not null).ToList();
            if (bars.Count < 2) continue;
            body.Add(Text(10, y + 22, "start", title, bold: true));
            y += PanelHead;
            var most = bars.Max(r => r.Figure(figure)!.Value);
            foreach (var result in bars)
            {
                body.AddRange(Bar(result, figure, most, y));
                y += Step;
            }
        }

        return new XDocument(new XElement(
            Svg + "svg", new XAttribute("viewBox", $"0 0 {Width} {y + 10}"), new XAttribute("width", Width), new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", 13), new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "white")), body));
    }

    private static IEnumerable<XElement> Bar(CaseResult result, string figure, double most, int y)
    {
        var value = result.Figure(figure)!.Value;
        var width = most > 0 ? Math.Max(1, (Width - Left - Right) * value / most) : 1;
        yield return Text(Left - 8, y + 13, "end", result.Case);
        yield return new XElement(
            Svg + "rect", new XAttribute("x", Left), new XAttribute("y", y), new XAttribute("height", BarHeight),
            new XAttribute("width", width.ToString("F1", CultureInfo.InvariantCulture)),
            new XAttribute("fill", result.Case.Contains("runner", StringComparison.Ordinal) ? "#2563a8" : "#9aa5b1"));
        yield return Text(Left + width + 6, y + 13, "start", FigureText.Of(value));
    }

    internal static XElement Text(double x, double y, string anchor, string text, bool bold = false) => new(
        Svg + "text", new XAttribute("x", x.ToString("F1", CultureInfo.InvariantCulture)), new XAttribute("y", y), new XAttribute("text-anchor", anchor),
        bold ? new XAttribute("font-weight", "bold") : null, text);

    private static CaseStage? StageOf(CaseResult result) => CaseCatalog.All.FirstOrDefault(c => c.Name == result.Case)?.Stage;
}
