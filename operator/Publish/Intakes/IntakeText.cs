namespace AiGateway.Operator.Publish.Intakes;

/// <summary>Texts that an agent may have had a hand in.</summary>
internal static class IntakeText
{
    /// <summary>A text of one line, of 1 to so many characters, without control characters and halves of surrogate pairs.</summary>
    public static bool IsName(string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && IsLine(text) && !text.AsSpan().ContainsAny('\u2028', '\u2029');

    /// <summary>So many lower-case hexadecimal digits.</summary>
    public static bool IsHex(string? text, int digits) => text?.Length == digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The time, or now where it lies ahead.</summary>
    public static DateTimeOffset Past(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    /// <summary>The text as one line, cut where it is too long.</summary>
    public static string Line(string text, int longest)
    {
        var length = Math.Min(text.Length, longest);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;
        return string.Create(length, text, static (line, text) =>
        {
            for (var at = 0; at < line.Length; at++) line[at] = char.IsControl(text[at]) || text[at] is '\u2028' or '\u2029' ? ' ' : text[at];
        });
    }

    private static bool IsLine(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsControl(text[at])) return false;
            if (!char.IsSurrogate(text[at])) continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])) return false;
            at++;
        }

        return true;
    }
}
