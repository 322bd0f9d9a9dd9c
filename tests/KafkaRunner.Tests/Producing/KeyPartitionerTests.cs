using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

public class KeyPartitionerTests
{
    // The check value of CRC-32/ISO-HDLC, and others from zlib.
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_CRC_is_that_of_zlib(string text, uint expected) =>
        Assert.Equal(expected, KeyPartitioner.Crc32(System.Text.Encoding.UTF8.GetBytes(text)));

    // 0xCBF43926 = 3,421,780,262, beyond what an int holds.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    [InlineData(16, 6)]
    [InlineData(100, 62)]
    public void The_partition_is_the_unsigned_CRC_modulo_the_count(int count, int expected) =>
        Assert.Equal(expected, KeyPartitioner.PartitionOf("123456789", count));
}
