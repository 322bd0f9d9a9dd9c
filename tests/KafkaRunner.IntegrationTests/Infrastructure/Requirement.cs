namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>What a test needs of its surroundings: where that is missing, it is skipped at home and fails on the build server.</summary>
internal static class Requirement
{
    /// <summary>Whether this run must not skip anything for want of a broker.</summary>
    private static bool IsStrict => Environment.GetEnvironmentVariable("KAFKARUNNER_REQUIRE_BROKER") == "1";

    /// <param name="met">Whether it is there.</param>
    /// <param name="why">What the test does that needs it, like "a real broker: the embedded one has no quotas".</param>
    /// <param name="how">How to provide it.</param>
    public static void Demand(bool met, string why, string how)
    {
        if (met) return;
        if (IsStrict) Assert.Fail($"Needs {why}. KAFKARUNNER_REQUIRE_BROKER=1 does not let it be skipped. {how}");
        Assert.Skip($"Needs {why}. {how}");
    }
}
