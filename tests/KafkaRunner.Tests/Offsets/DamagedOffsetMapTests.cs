using System.Buffers.Binary;
using System.Buffers.Text;
using CsCheck;
using KafkaRunner.Internal.Offsets;
using static KafkaRunner.Tests.Offsets.Finished;

namespace KafkaRunner.Tests.Offsets;

/// <summary>Metadata comes from outside: it may be another framework's, or damaged. It is never believed and never the end of a consumer.</summary>
public sealed class DamagedOffsetMapTests
{
    private static readonly string[] Endings = [" ", "\n", "=", "==", "A", "AA", "AAA", "AAAA"];

    private static readonly Gen<string> AnyMap =
        Gen.Select(AnyRanges, AnyTopicId, AnyEpoch, (sample, id, epoch) => OffsetMap.Encode(sample.Base, id, epoch, sample.Ranges)!)
            .Where(map => map is not null);

    [Fact]
    public void Any_one_character_changed_makes_it_unreadable_or_changes_nothing() =>
        Gen.Select(AnyMap, Gen.Int[0, OffsetMap.MaxLength - 1], Gen.OneOf(Gen.Char[' ', '~'], Gen.Char)).Sample(
            (metadata, at, other) =>
            {
                var damaged = metadata.ToCharArray();
                damaged[at % damaged.Length] = other;
                return !OffsetMap.TryDecode(new string(damaged), out var map) || IsSame(map, Decode(metadata));
            },
            iter: 5_000);

    [Fact]
    public void Any_two_characters_exchanged_make_it_unreadable_or_change_nothing() =>
        Gen.Select(AnyMap, Gen.Int[0, OffsetMap.MaxLength - 1], Gen.Int[0, OffsetMap.MaxLength - 1]).Sample(
            (metadata, one, other) =>
            {
                var damaged = metadata.ToCharArray();
                (one, other) = (one % damaged.Length, other % damaged.Length);
                (damaged[one], damaged[other]) = (damaged[other], damaged[one]);
                return !OffsetMap.TryDecode(new string(damaged), out var map) || IsSame(map, Decode(metadata));
            },
            iter: 2_000);

    [Fact]
    public void A_part_of_it_is_unreadable() =>
        Gen.Select(AnyMap, Gen.Int[0, OffsetMap.MaxLength]).Sample(
            (metadata, length) => !OffsetMap.TryDecode(metadata[..(length % metadata.Length)], out _),
            iter: 2_000);

    [Fact]
    public void More_behind_it_makes_it_unreadable() =>
        Gen.Select(AnyMap, Gen.OneOf(Gen.String[1, 10], Gen.Int[0, Endings.Length - 1].Select(i => Endings[i]))).Sample(
            (metadata, more) => !OffsetMap.TryDecode(metadata + more, out _) && !OffsetMap.TryDecode(metadata.Insert(9, more), out _),
            iter: 2_000);

    [Fact]
    public void Random_text_is_unreadable() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.String[0, 5_000], Gen.String[Gen.Char[' ', '~'], 0, 5_000]), Gen.Bool).Sample(
            (text, prefixed) => !OffsetMap.TryDecode(prefixed ? OffsetMapFormat.Prefix + text : text, out _),
            iter: 5_000);

    [Fact]
    public void Random_bytes_with_a_good_checksum_give_nothing_or_a_sound_map() =>
        Gen.Select(Gen.Byte[0, 7], Gen.OneOf(Gen.Byte, Gen.Byte[0, 2]).Array[0, 60]).Sample(
            (flags, rest) =>
            {
                if (!OffsetMap.TryDecode(Sealed([flags, .. rest]), out var map)) return true;
                var end = map.Base - 1;
                return map.Base >= 0 && map.Finished.Count > 0 && map.Finished.All(range =>
                {
                    var isSound = range.First > end && range.End > range.First;
                    end = range.End;
                    return isSound;
                });
            },
            iter: 50_000);

    [Theory]
    [InlineData("a number that is cut off", new byte[] { 0, 1, 1, 1, 0x80 })]
    [InlineData("a number of ten bytes", new byte[] { 0, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1 })]
    [InlineData("a number with a zero in front", new byte[] { 0, 1, 1, 0x81, 0, 1 })]
    [InlineData("an end beyond all offsets", new byte[] { 0, 1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData("a run of nothing", new byte[] { 0, 1, 1, 1, 0 })]
    [InlineData("a finished base", new byte[] { 0, 1, 1, 0, 1 })]
    [InlineData("an unfinished run at the end", new byte[] { 0, 1, 1, 1, 1, 1 })]
    [InlineData("an epoch of more than 32 bits", new byte[] { 0, 1, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1 })]
    [InlineData("half a topic id", new byte[] { 2, 1, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("an unknown flag", new byte[] { 8, 1, 1, 1, 1 })]
    [InlineData("an empty bitmap beside a finished base", new byte[] { 5, 1, 1 })]
    [InlineData("an empty bitmap", new byte[] { 1, 1, 1 })]
    [InlineData("a bitmap that ends with zeros", new byte[] { 1, 1, 1, 1, 0 })]
    [InlineData("a bitmap beyond all offsets", new byte[] { 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1 })]
    [InlineData("no base", new byte[] { 0 })]
    [InlineData("nothing", new byte[0])]
    public void What_we_would_never_write_is_unreadable(string what, byte[] bytes) =>
        Assert.False(OffsetMap.TryDecode(Sealed(bytes), out _), what);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("kr1.")]
    [InlineData("kr2.ACoOAcCaDJnEU3I")]
    [InlineData("KR1.ACoOAcCaDJnEU3I")]
    [InlineData("kr1.ACoOAcCaDJnEU3I=")]
    [InlineData("kr1.????")]
    [InlineData("consumer-1-3f2504e0")]
    [InlineData("{\"offset\":42}")]
    [InlineData("bAAEQAAAAA")]
    [InlineData("kr1.\ud800\uffff\0")]
    public void Foreign_metadata_is_unreadable(string? metadata) => Assert.False(OffsetMap.TryDecode(metadata, out _));

    [Theory]
    [InlineData(4_092)]
    [InlineData(4_093)]
    [InlineData(100_000)]
    public void Metadata_of_any_length_is_unreadable(int length) =>
        Assert.False(OffsetMap.TryDecode(OffsetMapFormat.Prefix + new string('A', length), out _));

    [Fact]
    public void A_corrupt_length_costs_no_memory()
    {
        var huge = Sealed([0, 1, 1, .. Enumerable.Repeat<byte[]>([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 400).SelectMany(number => number)]);
        OffsetMap.TryDecode(huge, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        OffsetMap.TryDecode(huge, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static string Sealed(ReadOnlySpan<byte> content)
    {
        var bytes = new byte[content.Length + OffsetMapFormat.ChecksumBytes];
        content.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), OffsetMapFormat.Checksum(content));
        return OffsetMapFormat.Prefix + Base64Url.EncodeToString(bytes);
    }

    private static bool IsSame(OffsetMap one, OffsetMap other) =>
        (one.Base, one.TopicId, one.LeaderEpoch) == (other.Base, other.TopicId, other.LeaderEpoch) && one.Finished.SequenceEqual(other.Finished);
}
