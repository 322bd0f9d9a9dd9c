namespace KafkaRunner.Benchmarks.Compare;

/// <summary>One pass of one case over the topic.</summary>
internal sealed record Measurement(double MsgPerSecond, double BytesPerMessage, double CpuMicroseconds);
