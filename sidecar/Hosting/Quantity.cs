using System.Globalization;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Bytes in Kubernetes' notation: a whole number, or one with Ki, Mi, Gi, k, M or G.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, long Factor)[] Suffixes =
        [("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        var (suffix, factor) = Suffixes.First(pair => text.EndsWith(pair.Suffix, StringComparison.Ordinal));
        var number = text.AsSpan(0, text.Length - suffix.Length);
        bytes = 0;
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue / factor) return false;
        bytes = count * factor;
        return true;
    }
}
