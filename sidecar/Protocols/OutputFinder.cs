using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds, while a request is read, how much output it asks for: the bound on tokens, and how many choices, by the names of its own dialect alone, at the top or in the settings one level deeper: a bound by another's
/// name is one that no provider keeps to. The larger of two bounds counts, since providers differ in which they follow; and what a lenient reader takes for a number, or for that name, counts too.
/// </summary>
internal struct OutputFinder(WireFormat format)
{
    private const long MostTokens = 1L << 32;
    private const long MostChoices = 128;
    private const int MostDigits = 64;

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
        _inSettings &= depth == 2;
        _next = depth == 1 || _inSettings ? KindOf(name) : Kind.Other;
        if (depth == 1 && _next == Kind.Settings) (_next, _inSettings) = (Kind.Other, true);
    }

    /// <summary>A number comes, or a text that may be one.</summary>
    public void Take(ref readonly Utf8JsonReader json)
    {
        if (_next == Kind.Other || ValueOf(in json) is not (>= 1 and var value)) return;
        if (_next == Kind.Tokens) _tokens = (long)Math.Max(_tokens, Math.Min(Math.Ceiling(value), MostTokens));
        else _choices = (long)Math.Max(_choices, Math.Min(Math.Ceiling(value), MostChoices));
        _next = Kind.Other;
    }

    /// <summary>An integer, or <c>1e5</c>, <c>"100"</c> and <c>100.0</c>; null for what is no number.</summary>
    private static double? ValueOf(ref readonly Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out var number) ? number : null;
        if ((json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length) > MostDigits) return null;
        Span<byte> text = stackalloc byte[MostDigits];
        return double.TryParse(text[..json.CopyString(text)], NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
    }

    private readonly Kind KindOf(ReadOnlySpan<byte> name) => format switch
    {
        WireFormat.GeminiContent => Is(name, "generationConfig"u8, "generation_config"u8) ? Kind.Settings
            : _inSettings && Is(name, "maxOutputTokens"u8, "max_output_tokens"u8) ? Kind.Tokens
            : _inSettings && Is(name, "candidateCount"u8, "candidate_count"u8) ? Kind.Choices : Kind.Other,
        WireFormat.BedrockConverse => Is(name, "inferenceConfig"u8, default) ? Kind.Settings : _inSettings && Is(name, "maxTokens"u8, default) ? Kind.Tokens : Kind.Other,
        WireFormat.OpenAiResponses => Is(name, "max_output_tokens"u8, default) ? Kind.Tokens : Kind.Other,
        _ => Is(name, "max_tokens"u8, "max_completion_tokens"u8) ? Kind.Tokens : Is(name, "n"u8, "best_of"u8) ? Kind.Choices : Kind.Other,
    };

    /// <summary>Some providers read names in whatever case.</summary>
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(name, one) || (other.Length > 0 && Ascii.EqualsIgnoreCase(name, other));
}
