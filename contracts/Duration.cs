using System.Globalization;

namespace AiGateway.Contracts;

/// <summary>
/// A time as Kubernetes writes it: whole numbers with h, m, s or ms after each other, as <c>1h30m</c>. The operator bounds what a user says with it, and the
/// sidecar reads the very same text.
/// </summary>
public static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    /// <summary>No part may be so long that the sum could not be held.</summary>
    private const int MostDigits = 7;

    /// <summary>Reads a time; false where the text is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var part)) return false;
            duration += part;
        }

        return text.Length > 0;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out TimeSpan part)
    {
        part = TimeSpan.Zero;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits is <= 0 or > MostDigits) return false;
        foreach (var (unit, length) in Units)
        {
            if (!rest[digits..].StartsWith(unit, StringComparison.Ordinal)) continue;
            part = length * int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[(digits + unit.Length)..];
            return true;
        }

        return false;
    }
}
