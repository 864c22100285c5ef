using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>The types of checks. Names are never reused; each beyond this list is a feature of its own.</summary>
public static class CheckTypes
{
    /// <summary>Credentials: keys, tokens, private keys, connection strings, by their published formats; and the very values that the sidecar holds.</summary>
    public const string Secrets = "secrets";

    /// <summary>Personal data: addresses, numbers of people, cards and accounts.</summary>
    public const string Pii = "pii";

    /// <summary>Words of a list.</summary>
    public const string Words = "words";

    /// <summary>A regular expression of linear time (<see cref="Patterns.LinearPattern"/>).</summary>
    public const string Pattern = "pattern";

    /// <summary>How long a text is.</summary>
    public const string Length = "length";

    /// <summary>Whether a text is JSON of a shape.</summary>
    public const string JsonSchema = "jsonSchema";

    /// <summary>Languages of code blocks.</summary>
    public const string Language = "language";

    /// <summary>Links, by which a text can carry data out.</summary>
    public const string Links = "links";

    /// <summary>Characters that nobody sees.</summary>
    public const string Invisible = "invisible";

    /// <summary>Text in base64, hexadecimal or percent encoding, decoded and given to the other checks of its guardrail.</summary>
    public const string Encoded = "encoded";

    /// <summary>Instructions where data should be.</summary>
    public const string Injection = "injection";

    /// <summary>The same call again and again.</summary>
    public const string Loop = "loop";

    /// <summary>A service of the user.</summary>
    public const string Webhook = "webhook";

    /// <summary>OpenAI's moderation endpoint.</summary>
    public const string OpenAiModeration = "openAiModeration";

    /// <summary>Amazon Bedrock's ApplyGuardrail.</summary>
    public const string BedrockGuardrail = "bedrockGuardrail";

    /// <summary>A model that judges.</summary>
    public const string LlmJudge = "llmJudge";

    /// <summary>A model that judges whether an answer stands on the documents of its request.</summary>
    public const string Groundedness = "groundedness";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Secrets, Pii, Words, Pattern, Length, JsonSchema, Language, Links, Invisible, Encoded, Injection, Loop, Webhook, OpenAiModeration, BedrockGuardrail, LlmJudge, Groundedness,
    ];

    /// <summary>Those that ask somebody else.</summary>
    public static ImmutableArray<string> ByCall { get; } = [Webhook, OpenAiModeration, BedrockGuardrail, LlmJudge, Groundedness];
}
