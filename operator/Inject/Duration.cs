using System.Globalization;

namespace AiGateway.Operator.Inject;

/// <summary>Reads a length of time as a whole number with its unit (<c>30s</c>, <c>15m</c>, <c>24h</c>), to compare it with a bound.</summary>
internal static class Duration
{
    /// <summary>The sidecar reads no number of more than seven digits.</summary>
    const int MostLetters = 8;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > MostLetters || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        duration = TimeSpan.FromSeconds((double)count * unit);
        return unit > 0;
    }
}
