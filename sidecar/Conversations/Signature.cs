namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// A value that one maker of models gave out and wants back unchanged: a signature of its reasoning, or reasoning that it sealed. In a caller's dialect of another
/// maker it travels with its origin before it, so that it never reaches a maker who did not make it.
/// </summary>
/// <param name="Origin">Who made it: one of the constants here.</param>
/// <param name="Value">What it wants back.</param>
internal sealed record Signature(string Origin, string Value)
{
    public const string OpenAi = "openai";
    public const string Anthropic = "anthropic";
    public const string Gemini = "gemini";
    public const string Bedrock = "bedrock";
    private const string Prefix = "aigw1.";

    /// <summary>How it stands in a dialect whose own signatures are of <paramref name="home"/>.</summary>
    public string WriteFor(string home) => Origin == home ? Value : $"{Prefix}{Origin}.{Value}";

    /// <summary>Reads it from a dialect whose own signatures are of <paramref name="home"/>.</summary>
    public static Signature Read(string text, string home)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return new(home, text);
        var end = text.IndexOf('.', Prefix.Length);
        return end < 0 ? new(home, text) : new(text[Prefix.Length..end], text[(end + 1)..]);
    }
}
