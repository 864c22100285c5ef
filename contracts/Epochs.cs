using System.Globalization;

namespace AiGateway.Contracts;

/// <summary>Epochs as numbers: of two processes of one pod the later one has the larger.</summary>
public static class Epochs
{
    private const int Digits = 16;

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public static string Write(ulong epoch) => epoch.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Null for what is not 16 lower-case hexadecimal digits.</summary>
    public static ulong? Read(string text) =>
        text.Length == Digits && text.All(char.IsAsciiHexDigitLower) && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
}
