namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>BIP 173, written from its text: what keys of age are encoded by.</summary>
internal static class Bech32
{
    private const string Charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    public static string Encode(string humanPart, byte[] bytes)
    {
        var data = ToFives(bytes);
        int[] expanded = [.. humanPart.Select(one => one >> 5), 0, .. humanPart.Select(one => one & 31), .. data, 0, 0, 0, 0, 0, 0];
        var sum = Polymod(expanded) ^ 1;
        var checksum = Enumerable.Range(0, 6).Select(at => (int)((sum >> (5 * (5 - at))) & 31));
        return humanPart + "1" + string.Concat(data.Concat(checksum).Select(five => Charset[five]));
    }

    private static List<int> ToFives(byte[] bytes)
    {
        List<int> fives = [];
        var (value, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (value, bits) = (((value << 8) | one) & 0xFFF, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                fives.Add((value >> bits) & 31);
            }
        }

        if (bits > 0) fives.Add((value << (5 - bits)) & 31);
        return fives;
    }

    private static uint Polymod(IEnumerable<int> values)
    {
        uint[] generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var check = 1u;
        foreach (var value in values)
        {
            var top = check >> 25;
            check = ((check & 0x1ffffff) << 5) ^ (uint)value;
            check = generator.Where((_, bit) => ((top >> bit) & 1) == 1).Aggregate(check, (sum, one) => sum ^ one);
        }

        return check;
    }
}
