using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds, while a request is read, how much output it asks for: the bound on tokens, and how many choices, by the names of any dialect, at the top or in the settings one level deeper. The larger of two bounds
/// counts, since providers differ in which they follow.
/// </summary>
internal struct OutputFinder
{
    private const long MostTokens = 1L << 32;
    private const long MostChoices = 128;

    private long _tokens;
    private long _choices;
    private Kind _next;
    private bool _inSettings;

    private enum Kind
    {
        Other,
        Tokens,
        Choices,
        Settings,
    }

    /// <summary>The most tokens of all choices together; null where the request does not say.</summary>
    public readonly long? Most => _tokens > 0 ? _tokens * Math.Max(1, _choices) : null;

    /// <summary>A member begins, at the top or one level deeper; what stands deeper is no matter.</summary>
    public void Enter(int depth, scoped ReadOnlySpan<byte> name)
    {
        if (depth == 1) (_next, _inSettings) = (KindOf(name), false);
        else _next = depth == 2 && _inSettings ? KindOf(name) : Kind.Other;
        if (depth == 1 && _next == Kind.Settings) (_next, _inSettings) = (Kind.Other, true);
    }

    /// <summary>A number comes.</summary>
    public void Take(ref readonly Utf8JsonReader json)
    {
        if (_next == Kind.Other || !json.TryGetInt64(out var value) || value <= 0) return;
        if (_next == Kind.Tokens) _tokens = Math.Max(_tokens, Math.Min(value, MostTokens));
        else _choices = Math.Max(_choices, Math.Min(value, MostChoices));
        _next = Kind.Other;
    }

    private static Kind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("max_tokens"u8) || name.SequenceEqual("max_completion_tokens"u8) || name.SequenceEqual("max_output_tokens"u8)
            || name.SequenceEqual("maxOutputTokens"u8) || name.SequenceEqual("maxTokens"u8)) return Kind.Tokens;
        if (name.SequenceEqual("n"u8) || name.SequenceEqual("best_of"u8) || name.SequenceEqual("candidateCount"u8) || name.SequenceEqual("candidate_count"u8)) return Kind.Choices;
        return name.SequenceEqual("generationConfig"u8) || name.SequenceEqual("generation_config"u8) || name.SequenceEqual("inferenceConfig"u8) ? Kind.Settings : Kind.Other;
    }
}
