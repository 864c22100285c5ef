using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// The names that documents of one request go by. Converse wants one for each, no two equal, of letters, digits, single spaces, hyphens, parentheses and brackets alone;
/// the same request gets the same names.
/// </summary>
internal sealed class BedrockDocumentNames
{
    private const int MostCharacters = 180;
    private readonly HashSet<string> _taken = [];

    public string Next(string? name)
    {
        var fit = Fit(name ?? "");
        var next = fit.Length == 0 ? "document" : fit;
        for (var number = 2; !_taken.Add(next); number++) next = string.Create(CultureInfo.InvariantCulture, $"{(fit.Length == 0 ? "document" : fit)} ({number})");
        return next;
    }

    private static string Fit(string name)
    {
        var fit = new StringBuilder();
        foreach (var letter in name.AsSpan(0, Math.Min(name.Length, MostCharacters)))
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '(' or ')' or '[' or ']') fit.Append(letter);
            else if (letter != ' ') fit.Append('-');
            else if (fit.Length > 0 && fit[^1] != ' ') fit.Append(' ');
        }

        return fit.ToString().TrimEnd();
    }
}
