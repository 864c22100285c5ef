using System.Text;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// What the headers of one part say. Strict where readers differ: one disposition, no folding, no backslash, no name in another encoding, no transfer encoding.
/// </summary>
/// <param name="Name">The field's name.</param>
/// <param name="IsFile">Whether it has a file's name.</param>
/// <param name="IsPlain">Whether its content is text in UTF-8, as far as its headers say.</param>
internal readonly record struct FormPart(string Name, bool IsFile, bool IsPlain)
{
    /// <summary>The part, from its header lines without the empty one; null where readers could differ.</summary>
    public static FormPart? Read(ReadOnlySpan<byte> lines)
    {
        if (lines.Contains((byte)0)) return null;
        FormPart? part = null;
        var isPlain = true;
        foreach (var line in Encoding.Latin1.GetString(lines).Split("\r\n"))
        {
            if (!TrySplit(line, out var name, out var value)) return null;
            if (name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !IsNoEncoding(value)) return null;
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) isPlain &= IsText(value);
            if (!name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase)) continue;
            if (part is not null || ReadDisposition(value) is not { } read) return null;
            part = read;
        }

        return part is { } found ? found with { IsPlain = isPlain } : null;
    }

    private static bool TrySplit(string line, out string name, out string value)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var isHeader = colon > 0 && line[0] is not (' ' or '\t') && line[colon - 1] is not (' ' or '\t') && !line.AsSpan().ContainsAny('\r', '\n');
        (name, value) = isHeader ? (line[..colon], line[(colon + 1)..].Trim()) : ("", "");
        return isHeader;
    }

    private static FormPart? ReadDisposition(string value)
    {
        var rest = value.AsSpan();
        var end = rest.IndexOf(';');
        if (end < 0 || rest.Contains('\\') || !rest[..end].Trim().Equals("form-data", StringComparison.OrdinalIgnoreCase)) return null;
        string? field = null;
        var isFile = false;
        for (rest = rest[end..]; !rest.IsEmpty;)
        {
            if (!TryTake(ref rest, out var name, out var text)) return null;
            var isName = name.Equals("name", StringComparison.OrdinalIgnoreCase);
            if (isName ? field is not null : !name.StartsWith("filename", StringComparison.OrdinalIgnoreCase)) return null;
            if (isName) field = text;
            isFile |= !isName;
        }

        return field is null ? null : new(field, isFile, IsPlain: true);
    }

    /// <summary>Takes one <c>; name=value</c> or <c>; name="value"</c> off the front.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        (name, value) = ("", "");
        rest = rest.TrimStart();
        if (rest.IsEmpty || rest[0] != ';') return false;
        rest = rest[1..].TrimStart();
        var equals = rest.IndexOf('=');
        if (equals <= 0 || rest[..equals].ContainsAny(" \t;\"")) return false;
        name = rest[..equals].ToString();
        rest = rest[(equals + 1)..];
        return !rest.IsEmpty && rest[0] == '"' ? TryTakeQuoted(ref rest, out value) : TryTakeToken(ref rest, out value);
    }

    private static bool TryTakeQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var end = rest[1..].IndexOf('"');
        value = end < 0 ? "" : rest.Slice(1, end).ToString();
        if (end >= 0) rest = rest[(end + 2)..].TrimStart();
        return end >= 0;
    }

    private static bool TryTakeToken(ref ReadOnlySpan<char> rest, out string value)
    {
        var end = rest.IndexOf(';');
        if (end < 0) end = rest.Length;
        value = rest[..end].TrimEnd().ToString();
        rest = rest[end..];
        return value.Length > 0 && !value.AsSpan().ContainsAny(" \t\"");
    }

    private static bool IsNoEncoding(string value) => value.ToUpperInvariant() is "BINARY" or "8BIT" or "7BIT";

    private static bool IsText(string value) =>
        value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() is "TEXT/PLAIN" or "TEXT/PLAIN;CHARSET=UTF-8" or "TEXT/PLAIN;CHARSET=\"UTF-8\"";
}
