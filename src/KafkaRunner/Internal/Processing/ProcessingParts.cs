using System.Text.Json;
using KafkaRunner.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Internal.Processing;

/// <summary>What stands around <c>Process</c>, the same for all consumers of a host.</summary>
/// <param name="Services">Gives consumers what they need.</param>
/// <param name="Registered">What these services were built from, to look at what consumers need.</param>
/// <param name="Middlewares">The middlewares, outermost first.</param>
/// <param name="Json">How JSON is read.</param>
/// <param name="Telemetry">Where attempts are counted.</param>
internal sealed record ProcessingParts(
    IServiceProvider Services, IServiceCollection Registered, IReadOnlyList<Type> Middlewares, JsonSerializerOptions Json, Telemetry Telemetry);
