namespace AiGateway.Contracts.Patterns;

/// <summary>
/// A regular expression in a subset of RE2's syntax, whose matching takes time linear in the text whatever pattern and text are. Among matches that begin at one place the longest is
/// the match. Its text and its size are bounded, so that it may be written by who is not trusted with the gateway's time.
/// </summary>
public sealed class LinearPattern
{
    /// <summary>The longest text of a pattern, in characters.</summary>
    public const int MaxText = 1024;

    private LinearPattern(string text) => Text = text;

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern; where there is none, the problem says what is wrong, in words that follow the field's name.</summary>
    public static bool TryParse(string? text, bool ignoreCase, out LinearPattern pattern, out string problem)
    {
        (pattern, problem) = (null!, "");
        if (string.IsNullOrEmpty(text)) problem = "must not be empty";
        else if (text.Length > MaxText) problem = $"must not be longer than {MaxText} characters";
        else pattern = new(text);
        return pattern is not null;
    }
}
