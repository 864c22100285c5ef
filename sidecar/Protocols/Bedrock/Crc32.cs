namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>The checksum of AWS's event streams: CRC-32 as in gzip (reflected polynomial EDB88320). Against damage alone, never against an attacker.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of what went before and <paramref name="bytes"/>; begin with 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var rest = ~checksum;
        foreach (var value in bytes) rest = Table[(byte)(rest ^ value)] ^ (rest >> 8);
        return ~rest;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var value = 0u; value < 256; value++)
        {
            var rest = value;
            for (var bit = 0; bit < 8; bit++) rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
            table[value] = rest;
        }

        return table;
    }
}
