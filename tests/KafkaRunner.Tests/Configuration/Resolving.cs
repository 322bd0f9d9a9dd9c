using System.Text;
using KafkaRunner.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace KafkaRunner.Tests.Configuration;

/// <summary>Sets up sources for a resolver, without files and without this process's variables.</summary>
internal sealed class Resolving
{
    private readonly ConfigurationBuilder _builder = new();
    private readonly Dictionary<string, string> _environment = [];

    public Resolving File(string name, string json)
    {
        _builder.Add(new JsonConfigurationSource { Path = name, FileProvider = new OneFile(json) });
        return this;
    }

    public Resolving Memory(string key, string value)
    {
        _builder.AddInMemoryCollection([new(key, value)]);
        return this;
    }

    public Resolving Variable(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public Resolving Flag(string key, string value)
    {
        _builder.Add(new FlagConfigurationSource(new Dictionary<string, string> { [key] = value }));
        return this;
    }

    public Resolving Source(Action<IConfigurationBuilder> add)
    {
        add(_builder);
        return this;
    }

    public OptionsResolver Resolver() => new(_builder.Build(), _environment);

    public ConsumerOptions For<TConsumer>(params Action<ConsumerOptions>[] code) => Resolver().ForConsumer(typeof(TConsumer), code);

    public string ErrorFor<TConsumer>(params Action<ConsumerOptions>[] code) =>
        Assert.Throws<KafkaRunnerConfigurationException>(() => For<TConsumer>(code)).Message;

    private sealed class OneFile(string text) : IFileProvider, IFileInfo
    {
        public bool Exists => true;

        public long Length => Encoding.UTF8.GetByteCount(text);

        public string? PhysicalPath => null;

        public string Name => "file";

        public DateTimeOffset LastModified => default;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => new MemoryStream(Encoding.UTF8.GetBytes(text));

        public IFileInfo GetFileInfo(string subpath) => this;

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }
}
