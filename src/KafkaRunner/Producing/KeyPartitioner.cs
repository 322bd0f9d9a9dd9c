using System.Text;

namespace KafkaRunner.Producing;

/// <summary>Chooses a key's partition as librdkafka's <c>consistent</c> partitioner does: CRC-32 modulo the number of partitions.</summary>
internal static class KeyPartitioner
{
    private static readonly uint[] Table = MakeTable();

    public static int PartitionOf(string key, int partitionCount) => (int)(Crc32(Encoding.UTF8.GetBytes(key)) % (uint)partitionCount);

    // The CRC of zlib, reflected polynomial 0xEDB88320; rdcrc32.h in librdkafka.
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = Table[(byte)crc ^ b] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++) entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ 0xEDB88320;
            table[i] = entry;
        }

        return table;
    }
}
