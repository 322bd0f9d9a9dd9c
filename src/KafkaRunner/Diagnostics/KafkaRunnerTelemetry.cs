namespace KafkaRunner;

/// <summary>The public name under which KafkaRunner reports metrics and traces.</summary>
/// <example><code>metrics.AddMeter(KafkaRunnerTelemetry.SourceName); tracing.AddSource(KafkaRunnerTelemetry.SourceName);</code></example>
public static class KafkaRunnerTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> and of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string SourceName = "KafkaRunner";
}
