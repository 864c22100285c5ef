using System.Globalization;

namespace AiGateway.Contracts;

/// <summary>
/// An amount as Kubernetes writes it: <c>64Mi</c>, <c>250m</c>, <c>1.5</c>. The operator bounds what a user says with it, and the sidecar reads the very same
/// text, so both have one reader. See resource.Quantity in k8s.io/apimachinery; exponents are not read.
/// </summary>
public static class Quantity
{
    private const decimal Most = 1_000_000_000_000m;

    private static readonly (string Suffix, decimal Factor)[] Units =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("m", 0.001m), ("k", 1_000m), ("M", 1_000_000m), ("G", 1_000_000_000m), ("", 1m),
    ];

    /// <summary>Reads an amount below 10^12 of its unit; false where the text is no such amount.</summary>
    public static bool TryParse(string text, out decimal amount)
    {
        var (suffix, factor) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var read = decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount < Most;
        amount = read ? amount * factor : 0;
        return read;
    }

    /// <summary>Reads bytes; what is not whole is rounded down.</summary>
    public static bool TryParseBytes(string text, out long bytes)
    {
        var read = TryParse(text, out var amount) && amount <= long.MaxValue;
        bytes = read ? (long)amount : 0;
        return read;
    }
}
