using System.Reflection;

namespace KafkaRunner.App;

/// <summary>What <c>--version</c> shows.</summary>
internal static class ProductVersion
{
    /// <summary>The product and its version, without the commit that some builds append.</summary>
    public static string Text { get; } = "KafkaRunner " + (typeof(ProductVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown");
}
