using System.Globalization;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Bytes in Kubernetes' notation: a number, <c>1.5</c> too, alone or with Ki, Mi, Gi, k, M, G or m; what is not whole is rounded down.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("m", 0.001m), ("k", 1_000m), ("M", 1_000_000m), ("G", 1_000_000_000m), ("", 1m),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        var (suffix, factor) = Suffixes.First(pair => text.EndsWith(pair.Suffix, StringComparison.Ordinal));
        bytes = 0;
        if (!decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        if (number > long.MaxValue / 1024m / 1024 / 1024) return false;
        bytes = (long)(number * factor);
        return true;
    }
}
