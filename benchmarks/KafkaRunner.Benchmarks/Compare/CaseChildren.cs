using System.Collections;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The processes of a stage's cases, which end together, also when one of them could not be started.</summary>
internal sealed class CaseChildren : IReadOnlyCollection<CaseChild>, IDisposable
{
    private readonly List<CaseChild> _children = [];

    public CaseChildren(IEnumerable<CaseDefinition> cases, CaseWork work)
    {
        try
        {
            foreach (var definition in cases) _children.Add(new CaseChild(definition.Name, work));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => _children.Count;

    public IEnumerator<CaseChild> GetEnumerator() => _children.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var child in _children) child.Dispose();
    }
}
