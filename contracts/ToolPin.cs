using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Contracts;

/// <summary>
/// An approved definition, in the form <c>name@sha256:</c> and 64 hexadecimal digits: a tool by its name, or the server's instructions by <see cref="Instructions"/>.
/// The hash is over the definition's canonical JSON (RFC 8785), so that neither white space nor the order of members counts, and everything else does.
/// </summary>
public sealed record ToolPin
{
    /// <summary>Stands for a name in the pin of a server's instructions; no tool may be called so.</summary>
    public const string Instructions = "<instructions>";

    /// <summary>The longest name of a tool that is served; the specification asks for at most 128 characters.</summary>
    public const int MaxName = 256;

    private const string Mark = "@sha256:";
    private const int Digits = 64;

    /// <summary>The tool's name as the server has it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads a pin; false where the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ToolPin? pin)
    {
        ArgumentNullException.ThrowIfNull(text);
        pin = null;
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at is <= 0 or > MaxName) return false;
        var hash = text[(at + Mark.Length)..];
        if (hash.Length != Digits || !hash.All(char.IsAsciiHexDigitLower)) return false;
        pin = new() { Name = text[..at], Hash = hash };
        return true;
    }

    /// <summary>As it is written in a resource.</summary>
    public override string ToString() => Name + Mark + Hash;
}
