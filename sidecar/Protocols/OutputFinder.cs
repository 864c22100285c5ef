using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds, while a request is read, how much output it asks for: the bound on tokens, how many choices, and of how many prompts, by the names of its own dialect alone, at the top or in the settings one level deeper: a bound by
/// another's name is one that no provider keeps to. The larger of two bounds counts, since providers differ in which they follow; and what a lenient reader takes for a number, or for that name, counts too, but
/// binds nobody.
/// </summary>
internal struct OutputFinder(WireFormat format)
{
    private const long MostPrompts = 1 << 16;
    private const int MostDigits = 64;

    private long _choices;
    private long _prompts;
    private Kind _next;
    private OutputNames _name;
    private OutputNames _settings;
    private bool _inSettings;

    private enum Kind
    {
        Other,
        Tokens,
        Choices,
        Settings,
        Prompts,
    }

    /// <summary>The most tokens of one answer; 0 where the request does not say.</summary>
    public long Tokens { get; private set; }

    /// <summary>The answers at each prompt; at least 1.</summary>
    public readonly long Choices => Math.Max(1, _choices);

    /// <summary>The prompts, or the documents to be ranked; at least 1.</summary>
    public readonly long Prompts => Math.Max(1, _prompts);

    /// <summary>The members that are there, in their own spelling.</summary>
    public OutputNames Names { get; private set; }

    /// <summary>Of them, those that bound an answer.</summary>
    public OutputNames Binding { get; private set; }

    /// <summary>A member begins, at the top or one level deeper; what stands deeper is no matter.</summary>
    public void Enter(int depth, scoped ReadOnlySpan<byte> name)
    {
        _inSettings &= depth == 2;
        _name = OutputNames.None;
        _next = depth == 1 || _inSettings ? KindOf(name) : Kind.Other;
        if (_next == Kind.Other) return;
        _name = _inSettings ? IsSpelt(name) ? _settings : OutputNames.None : NameOf(name);
        if (!_inSettings) Names |= _name;
        if (depth == 1 && _next == Kind.Settings) (_next, _inSettings, _settings) = (Kind.Other, true, _name);
    }

    /// <summary>A number comes, a text that may be one, a list or an object.</summary>
    public void Take(ref readonly Utf8JsonReader json)
    {
        if (_next == Kind.Other) return;
        if (_next == Kind.Prompts) TakePrompt(in json);
        else if (json.TokenType is JsonTokenType.Number or JsonTokenType.String && ValueOf(in json) is >= 1 and var value) Take(value);
    }

    private void Take(double value)
    {
        if (_next == Kind.Tokens) (Tokens, Binding) = ((long)Math.Max(Tokens, Math.Min(Math.Ceiling(value), OutputParameters.MostTokens)), Binding | _name);
        else _choices = (long)Math.Max(_choices, Math.Min(Math.Ceiling(value), OutputParameters.MostChoices));
        _next = Kind.Other;
    }

    /// <summary>A list of texts, of lists of tokens, or of objects, is a prompt each, or a document; a text, or one list of tokens, is one.</summary>
    private void TakePrompt(ref readonly Utf8JsonReader json)
    {
        if (json.CurrentDepth == 2 && json.TokenType is JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.StartObject) _prompts = Math.Min(_prompts + 1, MostPrompts);
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
        _ => Is(name, "max_tokens"u8, "max_completion_tokens"u8) ? Kind.Tokens : Is(name, "n"u8, "best_of"u8) ? Kind.Choices
            : (format == WireFormat.OpenAiCompletions && name.SequenceEqual("prompt"u8)) || (format == WireFormat.OpenAiJson && name.SequenceEqual("documents"u8)) ? Kind.Prompts : Kind.Other,
    };

    /// <summary>The member by its own spelling; none for any other.</summary>
    private static OutputNames NameOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("max_tokens"u8) => OutputNames.MaxTokens,
        _ when name.SequenceEqual("max_completion_tokens"u8) => OutputNames.MaxCompletionTokens,
        _ when name.SequenceEqual("max_output_tokens"u8) => OutputNames.MaxOutputTokens,
        _ when name.SequenceEqual("generationConfig"u8) => OutputNames.GenerationConfig,
        _ when name.SequenceEqual("generation_config"u8) => OutputNames.GenerationSettings,
        _ when name.SequenceEqual("inferenceConfig"u8) => OutputNames.InferenceConfig,
        _ when name.SequenceEqual("n"u8) => OutputNames.Choices,
        _ when name.SequenceEqual("best_of"u8) => OutputNames.BestOf,
        _ => OutputNames.None,
    };

    /// <summary>Whether a bound within settings is spelt as its dialect has it.</summary>
    private static bool IsSpelt(ReadOnlySpan<byte> name) => name.SequenceEqual("maxOutputTokens"u8) || name.SequenceEqual("max_output_tokens"u8) || name.SequenceEqual("maxTokens"u8);

    /// <summary>Some providers read names in whatever case.</summary>
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(name, one) || (other.Length > 0 && Ascii.EqualsIgnoreCase(name, other));
}
