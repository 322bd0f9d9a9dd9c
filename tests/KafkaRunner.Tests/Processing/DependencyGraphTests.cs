using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Tests.Processing;

public sealed class DependencyGraphTests
{
    private readonly ServiceCollection _services = [];

    private DependencyGraph Graph => new(_services);

    [Fact]
    public void Nothing_needed_needs_no_scope() => Assert.True(Graph.NeedsNoScope(typeof(Leaf)));

    [Fact]
    public void A_singleton_needs_no_scope_whatever_it_is_made_of()
    {
        _services.AddSingleton<IDisposable>(_ => new MemoryStream());
        Assert.True(Graph.NeedsNoScope(typeof(Needs<IDisposable>)));
    }

    [Fact]
    public void A_plain_transient_is_looked_into()
    {
        _services.AddTransient<Needs<Leaf>>().AddTransient<Leaf>();
        Assert.True(Graph.NeedsNoScope(typeof(Needs<Needs<Leaf>>)));
        _services.AddScoped<Leaf>();
        Assert.False(Graph.NeedsNoScope(typeof(Needs<Needs<Leaf>>)));
        Assert.Equal("Needs`1 → Needs`1 → Leaf", Graph.FindScoped(typeof(Needs<Needs<Leaf>>)));
    }

    [Fact]
    public void In_doubt_there_is_a_scope()
    {
        Assert.False(Graph.NeedsNoScope(typeof(Needs<Leaf>)));                      // not registered here
        _services.AddTransient<Leaf>(_ => new Leaf());
        Assert.False(Graph.NeedsNoScope(typeof(Needs<Leaf>)));                      // a factory may do anything
        _services.AddTransient<MemoryStream>();
        Assert.False(Graph.NeedsNoScope(typeof(Needs<MemoryStream>)));              // someone has to dispose it
        Assert.False(Graph.NeedsNoScope(typeof(Needs<IServiceProvider>)));          // it may ask for anything
        Assert.False(Graph.NeedsNoScope(typeof(Needs<IEnumerable<Leaf>>)));
        _services.AddKeyedScoped<Keyed>("key").AddSingleton<Keyed>();
        Assert.False(Graph.NeedsNoScope(typeof(NeedsKeyed)));
    }

    private sealed class Leaf;

    private sealed class Keyed;

    private sealed class Needs<T>(T needed)
    {
        public T Needed => needed;
    }

    private sealed class NeedsKeyed([FromKeyedServices("key")] Keyed keyed)
    {
        public Keyed Keyed => keyed;
    }
}
