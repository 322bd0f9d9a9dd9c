using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using KafkaRunner.Internal;

namespace KafkaRunner.Tests.Architecture;

/// <summary>Who may know whom, so that each folder of the engine can be read, and changed, by what it stands on alone.</summary>
public sealed class FolderDirectionTests
{
    private const string Root = "KafkaRunner.Internal.";

    private static readonly Door[] All =
    [
        .. from type in new ArchLoader().LoadAssemblies(typeof(ConsumerRunner).Assembly).Build().Types
           from dependency in type.Dependencies
           from target in TypesOf(dependency)
           where target is not GenericParameter      // those of one name are one to the loader, whoever declares them
           select new Door(type, target),
    ];

    /// <summary>The engine's folders, each with those that it knows.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Threads"] = [],
        ["Kafka"] = [],
        ["Offsets"] = ["Kafka"],
        ["Processing"] = ["Kafka"],
        ["Partitions"] = ["Kafka", "Offsets", "Processing", "Threads"],
    };

    /// <summary>What a client shows of itself to those who only commit.</summary>
    private static readonly string[] CommitContracts = ["IGroupClient", "OffsetToCommit", "CommitResult", "FailureCode", "CommitErrors"];

    [Fact]
    public void Folders_of_the_engine_know_each_other_in_one_direction() =>
        Broken.None(Doors(d => FolderOf(d.Origin) is { } from && FolderOf(d.Target) is { } to && from != to && !Known[from].Contains(to)));

    // A constant leaves no trace of where it came from in what is compiled.
    [Fact]
    public void Nor_do_their_sources_name_others() => Broken.None(
        from file in SourceFile.Of("KafkaRunner")
        where file.EngineFolder is not null
        from folder in Known.Keys
        where folder != file.EngineFolder && !Known[file.EngineFolder!].Contains(folder) && file.Code.Contains($"using {Root}{folder};", StringComparison.Ordinal)
        select $"{file.Path} -> {folder}");

    [Fact]
    public void The_runner_is_known_to_none_of_them() =>
        Broken.None(Doors(d => FolderOf(d.Origin) is not null && SpaceOf(d.Target) == "KafkaRunner.Internal"));

    [Fact]
    public void Offsets_know_a_clients_contracts_and_no_client() =>
        Broken.None(Doors(d => FolderOf(d.Origin) == "Offsets" && FolderOf(d.Target) == "Kafka" && !CommitContracts.Contains(d.Target.Name)));

    [Fact]
    public void Nothing_in_the_engine_or_the_producer_or_the_options_knows_the_hosting() => Broken.None(Doors(d =>
        IsIn(d.Target, "KafkaRunner.Hosting")
        && (IsIn(d.Origin, "KafkaRunner.Internal") || IsIn(d.Origin, "KafkaRunner.Producing") || IsIn(d.Origin, "KafkaRunner.Configuration"))));

    [Fact]
    public void Options_know_nothing_of_the_engine() =>
        Broken.None(Doors(d => IsIn(d.Origin, "KafkaRunner.Configuration") && IsIn(d.Target, "KafkaRunner.Internal")));

    [Fact]
    public void Failures_have_Confluents_types_where_the_clients_are_and_nowhere_else() => Broken.None(Doors(d =>
        d.Target.FullName is "Confluent.Kafka.Error" or "Confluent.Kafka.ErrorCode" or "Confluent.Kafka.KafkaException"
        && FolderOf(d.Origin) != "Kafka" && !IsIn(d.Origin, "KafkaRunner.Producing")));

    [Fact]
    public void Nor_do_sources_of_the_engine_name_Confluent_elsewhere() => Broken.None(
        from file in SourceFile.Of("KafkaRunner")
        where file.Path.StartsWith("KafkaRunner/Internal/", StringComparison.Ordinal) && file.EngineFolder != "Kafka" && file.Uses("Confluent")
        select file.Path);

    private static IEnumerable<string> Doors(Func<Door, bool> isWrong) => All.Where(isWrong).Select(d => d.ToString()).Distinct().Order();

    private static IEnumerable<IType> TypesOf(ITypeDependency dependency)
    {
        yield return dependency.Target;
        foreach (var argument in dependency.TargetGenericArguments.SelectMany(TypesOf)) yield return argument;
        if (dependency is not IMemberMemberDependency member) yield break;
        if (member.TargetMember is MethodMember called) yield return called.ReturnType;
        foreach (var argument in member.TargetMemberGenericArguments.SelectMany(TypesOf)) yield return argument;
    }

    private static IEnumerable<IType> TypesOf(GenericArgument argument) => argument.GenericArguments.SelectMany(TypesOf).Prepend(argument.Type);

    private static string? FolderOf(IType type) => SpaceOf(type) is var space && space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Split('.')[0] : null;

    private static bool IsIn(IType type, string space) => SpaceOf(type) == space || SpaceOf(type).StartsWith(space + ".", StringComparison.Ordinal);

    private static string SpaceOf(IType type) => type.Namespace?.FullName ?? "";       // a generic parameter has none

    /// <summary>That one type knows another.</summary>
    private sealed record Door(IType Origin, IType Target)
    {
        public override string ToString() => $"{Origin.FullName} -> {Target.FullName}";
    }
}
