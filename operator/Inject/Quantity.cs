using System.Globalization;

namespace AiGateway.Operator.Inject;

/// <summary>Reads an amount as Kubernetes writes it (<c>64Mi</c>, <c>250m</c>, <c>1</c>), to compare it with a bound. The text itself is what goes on.</summary>
internal static class Quantity
{
    static readonly (string Suffix, decimal Factor)[] Units =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("m", 0.001m), ("k", 1_000m), ("M", 1_000_000m), ("G", 1_000_000_000m), ("", 1m),
    ];

    /// <summary>Whether it is a whole number of bytes, in the notation that the sidecar reads.</summary>
    public static bool IsBytes(string text) => TryParse(text, out _) && !text.Contains('.', StringComparison.Ordinal) && !text.EndsWith('m');

    public static bool TryParse(string text, out decimal amount)
    {
        var (suffix, factor) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var read = decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount < 1_000_000_000_000m;
        amount = read ? amount * factor : 0;
        return read;
    }
}
