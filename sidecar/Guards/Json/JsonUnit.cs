using System.Buffers;
using System.Globalization;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>One character of a JSON string, as it is written there.</summary>
/// <param name="Character">What it is.</param>
/// <param name="Length">How many characters it is written in; 0 where they have not all come, or are no character.</param>
internal readonly record struct JsonUnit(char Character, int Length)
{
    /// <summary>What ends a number or a word.</summary>
    public static SearchValues<char> Ends { get; } = SearchValues.Create(" \t\r\n,:[]{}\"");

    /// <summary>What numbers are written with.</summary>
    public static SearchValues<char> OfNumber { get; } = SearchValues.Create("0123456789+-.eE");

    /// <summary>Whether no character can become of it.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>Reads the first.</summary>
    public static JsonUnit Read(ReadOnlySpan<char> raw)
    {
        if (raw.IsEmpty) return default;
        if (raw[0] != '\\') return new(raw[0], 1);
        if (raw.Length < 2) return default;
        if (raw[1] != 'u') return JsonStrings.OfEscape(raw[1]) is var escaped and not '\0' ? new(escaped, 2) : new() { IsBroken = true };
        var digits = raw[2..Math.Min(6, raw.Length)];
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit)) return new() { IsBroken = true };
        }

        return digits.Length < 4 ? default : new((char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 6);
    }
}
