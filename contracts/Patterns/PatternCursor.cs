namespace AiGateway.Contracts.Patterns;

/// <summary>A place in the text of a pattern, and the first thing that was found wrong with it.</summary>
internal sealed class PatternCursor(string text, bool ignoreCase)
{
    public int At { get; set; }

    public bool IgnoreCase => ignoreCase;

    /// <summary>Null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether nothing more is read: the text has ended, or something is wrong.</summary>
    public bool IsAtEnd => At >= text.Length || Problem is not null;

    /// <summary>The character here; NUL behind the end.</summary>
    public char Here => At < text.Length ? text[At] : '\0';

    public ReadOnlySpan<char> Rest => text.AsSpan(Math.Min(At, text.Length));

    /// <summary>Steps over the token, where it stands here.</summary>
    public bool Take(string token)
    {
        if (!Rest.StartsWith(token, StringComparison.Ordinal)) return false;
        At += token.Length;
        return true;
    }

    /// <summary>Says what is wrong, unless something was before.</summary>
    public void Fail(string problem) => Problem ??= $"{problem} (at character {Math.Min(At, text.Length)})";

    /// <summary>What a character of the pattern matches.</summary>
    public CharSet Fold(CharSet set) => ignoreCase ? set.IgnoringCase() : set;
}
