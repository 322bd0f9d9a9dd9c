using CsCheck;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Tests.Partitions;

public sealed class ChunkSizerTests
{
    [Fact]
    public void A_chunk_is_never_smaller_or_larger_than_it_may_be() =>
        Gen.Select(Gen.Bool.Select(isOne => isOne ? 1 : ChunkSizer.First), Gen.Select(Gen.Long[0, 1 << 22], Gen.Int[0, 100]).List[0, 100]).Sample((least, chunks) =>
        {
            var sizer = new ChunkSizer(least);
            foreach (var (bytes, milliseconds) in chunks)
            {
                sizer.Learn(sizer.Size, bytes, TimeSpan.FromMilliseconds(milliseconds));
                if (sizer.Size < least || sizer.Size > ChunkSizer.Most) return false;
            }

            return true;
        });

    [Fact]
    public void Quick_chunks_grow_to_the_most_and_slow_ones_shrink_to_the_least()
    {
        var sizer = new ChunkSizer(1);
        for (var i = 0; i < 20; i++) sizer.Learn(sizer.Size, 100, TimeSpan.Zero);
        Assert.Equal(ChunkSizer.Most, sizer.Size);
        for (var i = 0; i < 20; i++) sizer.Learn(sizer.Size, 100, TimeSpan.FromSeconds(1));
        Assert.Equal(1, sizer.Size);
    }
}
