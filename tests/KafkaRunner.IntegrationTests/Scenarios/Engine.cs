namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// What the engine can do by now. Where a switch is off, the scenarios that need it are skipped, and the others run in
/// partition order.
/// </summary>
internal static class Engine
{
    /// <summary>Gets whether there are <c>Ordering.Key</c> and the offset map.</summary>
    public static bool OrdersByKey => false;

    /// <summary>Gets whether a refusal names topic, principal or instance id, and ends the process.</summary>
    public static bool NamesWhoIsRefused => false;

    /// <summary>Gets the flags for order by key.</summary>
    public static string[] KeyOrder => OrdersByKey ? ["--ordering", "key"] : [];

    /// <summary>Skips the test unless there are <c>Ordering.Key</c> and the offset map.</summary>
    public static void RequireKeyOrder() => Assert.SkipUnless(OrdersByKey, "Needs Ordering.Key.");

    /// <summary>Skips the test unless refusals are told of and end the process.</summary>
    public static void RequireNamesOfRefused() => Assert.SkipUnless(NamesWhoIsRefused, "Needs refusals that name who was refused what.");
}
