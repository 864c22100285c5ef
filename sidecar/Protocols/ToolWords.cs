using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Tells tools that the agent runs itself from those that the provider runs.</summary>
internal static class ToolWords
{
    /// <summary>The word for a second model, which a realtime session may have listen along.</summary>
    public const string Transcription = "transcription";

    /// <summary>Whether a tool is told by the member that it has, and not by a type.</summary>
    public static bool IsByMember(WireFormat format) => format is WireFormat.GeminiContent or WireFormat.GeminiCount or WireFormat.BedrockConverse;

    /// <summary>Whether the reader stands on the type of a tool that the agent runs.</summary>
    public static bool IsPlainType(WireFormat format, ref Utf8JsonReader json) =>
        json.ValueTextEquals("custom"u8)
        || (format is WireFormat.OpenAiChat or WireFormat.OpenAiResponses or WireFormat.OpenAiRealtime && json.ValueTextEquals("function"u8));

    /// <summary>Whether the member declares functions, or marks a place in the list.</summary>
    public static bool IsPlainMember(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("functionDeclarations"u8) || name.SequenceEqual("function_declarations"u8)
        || name.SequenceEqual("toolSpec"u8) || name.SequenceEqual("cachePoint"u8);

    /// <summary>The word for a member: Gemini takes <c>google_search</c> for <c>googleSearch</c>, so both are one word.</summary>
    public static string OfMember(ReadOnlySpan<byte> name)
    {
        var parts = Encoding.UTF8.GetString(name).Split('_', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? "_" : parts[0] + string.Concat(parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
