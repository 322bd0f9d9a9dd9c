using System.Reflection;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Testing;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Kafka;

/// <summary>Who calls librdkafka natively, and that nobody calls what is not checked before.</summary>
public sealed class NativeCallsTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type MockCluster = typeof(EmbeddedKafka).Assembly.GetType("KafkaRunner.Testing.Internal.MockCluster", throwOnError: true)!;

    [Fact]
    public void Every_function_is_checked_before_it_is_called()
    {
        Assert.Equal(FunctionsOf(typeof(Librdkafka)), Librdkafka.EntryPoints.Concat(Librdkafka.ProducingEntryPoints).Order());
        Assert.Equal(FunctionsOf(MockCluster), ((string[])MockCluster.GetField("EntryPoints", All)!.GetValue(null)!).Order());
    }

    [Fact]
    public void Functions_are_called_where_something_native_is_in_hand_and_nowhere_else()
    {
        Assert.Equal(
            [
                nameof(BorrowedMessage), nameof(NativeCommits), nameof(NativeCommitted), nameof(NativeGroupClient), nameof(NativeLogEnds),
                nameof(NativePartitionSource), nameof(NativeProducer),
            ],
            CallersOf(typeof(Librdkafka)));
        Assert.Equal([nameof(EmbeddedKafka)], CallersOf(MockCluster));
    }

    [Fact]
    public void What_all_sources_share_has_no_function_inlined_into_it() =>
        Assert.All(typeof(BorrowedMessage).GetMethods(All), method => Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining), method.Name));

    private static IEnumerable<string> FunctionsOf(Type type) =>
        type.GetMethods(All).Where(method => method.Name.StartsWith("rd_kafka_", StringComparison.Ordinal)).Select(method => method.Name).Order();

    private static IEnumerable<string> CallersOf(Type functions) => functions.Assembly.GetTypes()
        .Where(type => OutermostOf(type) != functions)
        .Where(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Any(method => MethodCalls.Of(method).Any(called => OutermostOf(called.DeclaringType) == functions)))
        .Select(type => OutermostOf(type)!.Name).Distinct().Order();

    private static Type? OutermostOf(Type? type) => type?.DeclaringType is { } outer ? OutermostOf(outer) : type;
}
