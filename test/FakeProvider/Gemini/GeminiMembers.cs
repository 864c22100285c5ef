using System.Collections.Frozen;

namespace AiGateway.Fakes.Gemini;

/// <summary>The members that the Gemini API knows; others are refused as unknown names. Both spellings of protobuf's JSON are taken.</summary>
internal static class GeminiMembers
{
    public static readonly FrozenSet<string> Request =
        Both("contents", "tools", "toolConfig", "safetySettings", "systemInstruction", "generationConfig", "cachedContent", "labels", "model", "store", "serviceTier");

    public static readonly FrozenSet<string> Content = Both("role", "parts");

    public static readonly FrozenSet<string> Part =
        Both("text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult", "thought", "thoughtSignature", "videoMetadata", "partMetadata", "mediaResolution");

    public static readonly FrozenSet<string> Config = Both(
        "stopSequences", "responseMimeType", "responseSchema", "responseJsonSchema", "responseModalities", "candidateCount", "maxOutputTokens", "temperature", "topP", "topK", "seed",
        "presencePenalty", "frequencyPenalty", "responseLogprobs", "logprobs", "enableEnhancedCivicAnswers", "speechConfig", "thinkingConfig", "imageConfig", "mediaResolution", "audioTimestamp");

    public static readonly FrozenSet<string> Thinking = Both("includeThoughts", "thinkingBudget", "thinkingLevel");
    public static readonly FrozenSet<string> Tool = Both("functionDeclarations", "googleSearch", "googleSearchRetrieval", "codeExecution", "urlContext", "computerUse", "googleMaps", "fileSearch");
    public static readonly FrozenSet<string> Function = Both("name", "description", "behavior", "parameters", "parametersJsonSchema", "response", "responseJsonSchema");
    public static readonly FrozenSet<string> Call = Both("id", "name", "args", "partialArgs", "willContinue");
    public static readonly FrozenSet<string> Response = Both("id", "name", "response", "willContinue", "scheduling", "parts");
    public static readonly FrozenSet<string> Blob = Both("mimeType", "data", "displayName");
    public static readonly FrozenSet<string> File = Both("mimeType", "fileUri", "displayName");
    public static readonly FrozenSet<string> ToolConfig = Both("functionCallingConfig", "retrievalConfig", "includeServerSideToolInvocations");
    public static readonly FrozenSet<string> Calling = Both("mode", "allowedFunctionNames", "streamFunctionCallArguments");

    /// <summary>The subset of OpenAPI that <c>parameters</c> and <c>responseSchema</c> take; JSON Schema has members of its own.</summary>
    public static readonly FrozenSet<string> Schema = Both(
        "type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems", "properties", "required", "minProperties", "maxProperties", "minLength", "maxLength", "pattern",
        "example", "anyOf", "propertyOrdering", "default", "items", "minimum", "maximum");

    private static FrozenSet<string> Both(params string[] names) => names.Concat(names.Select(Snake)).ToFrozenSet();

    private static string Snake(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? "_" + char.ToLowerInvariant(letter) : letter.ToString()));
}
