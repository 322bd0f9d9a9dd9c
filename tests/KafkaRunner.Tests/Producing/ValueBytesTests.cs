using System.Text;
using System.Text.Json;
using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

public class ValueBytesTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void Bytes_are_written_as_they_are()
    {
        Assert.Same(Bytes, ValueBytes.Of(Bytes, null));
        Assert.Equal(Bytes, ValueBytes.Of<ReadOnlyMemory<byte>>(Bytes, null));
        Assert.Equal([2, 3], ValueBytes.Of(new ReadOnlyMemory<byte>(Bytes, 1, 2), null)!);
        Assert.Equal([1, 2], ValueBytes.Of(new Memory<byte>(Bytes, 0, 2), null)!);
        Assert.Equal(Bytes, ValueBytes.Of<object>(Bytes, null));
    }

    [Fact]
    public void Text_is_UTF8() => Assert.Equal("blåbær"u8.ToArray(), ValueBytes.Of("blåbær", null));

    [Fact]
    public void Null_is_a_tombstone_and_empty_is_not()
    {
        Assert.Null(ValueBytes.Of<string?>(null, null));
        Assert.Null(ValueBytes.Of<byte[]?>(null, null));
        Assert.Null(ValueBytes.Of<int?>(null, null));
        Assert.Empty(ValueBytes.Of("", null)!);
        Assert.Empty(ValueBytes.Of(ReadOnlyMemory<byte>.Empty, null)!);
    }

    [Fact]
    public void Anything_else_is_JSON_in_camel_case_unless_told_otherwise()
    {
        var blog = new { Title = "one", BlogId = 7 };
        Assert.Equal("""{"title":"one","blogId":7}""", Encoding.UTF8.GetString(ValueBytes.Of(blog, null)!));
        var snake = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        Assert.Equal("""{"title":"one","blog_id":7}""", Encoding.UTF8.GetString(ValueBytes.Of<object>(blog, snake)!));
        Assert.Equal("42", Encoding.UTF8.GetString(ValueBytes.Of(42, null)!));
    }
}
