namespace AiGateway.Operator.Compile;

/// <summary>What a model name may be; the schema says the same by its patterns.</summary>
internal static class ModelNames
{
    private const int MaxLength = 256;

    /// <summary>What is wrong with a name or a prefix that ends in <c>*</c>; null where nothing is.</summary>
    public static string? FindInPattern(string pattern) =>
        pattern.AsSpan().IndexOf('*') is var star && star >= 0 && star != pattern.Length - 1
            ? "the name has a * that is not its last character: only a prefix may be left open, as gpt-*"
            : FindInText(pattern);

    /// <summary>What is wrong with a name without a wildcard; null where nothing is.</summary>
    public static string? FindInName(string name) =>
        name.Contains('*', StringComparison.Ordinal)
            ? "the name has a *, which a provider's model name cannot: name one model"
            : FindInText(name);

    private static string? FindInText(string text)
    {
        if (text.Length == 0) return "the name is empty: write a model's name";
        if (text.Length > MaxLength && text.EnumerateRunes().Count() > MaxLength) return $"the name is longer than {MaxLength} characters: shorten it";
        foreach (var letter in text)
        {
            if (char.IsControl(letter)) return "the name contains a control character: remove it";
        }

        return null;
    }
}
