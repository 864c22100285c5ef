using System.Text;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The members inside of turns that name a file kept at the provider, and those in which an agent's own words could look like one.</summary>
internal static class ContentNames
{
    /// <summary>What the member is, and the endpoint whose thing it names.</summary>
    public static (RequestField Field, string? Endpoint) Find(WireFormat format, int depth, ReadOnlySpan<byte> name) => format switch
    {
        WireFormat.AnthropicMessages or WireFormat.AnthropicCount when name.SequenceEqual("input"u8) => (RequestField.Sealed, null),
        WireFormat.GeminiBatchEmbed when depth == 3 && name.SequenceEqual("model"u8) => (RequestField.ModelAgain, null),
        WireFormat.GeminiContent or WireFormat.GeminiCount or WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed => OfGemini(name),
        WireFormat.BedrockConverse => OfBedrock(name),
        WireFormat.OpenAiResponses when depth == 3 && name.SequenceEqual("type"u8) => (RequestField.ItemType, EndpointWords.Responses),
        WireFormat.OpenAiRealtime when name.SequenceEqual("model"u8) => (RequestField.HostedTool, ToolWords.Transcription),
        _ when Ascii.EqualsIgnoreCase(name, "file_id"u8) => (RequestField.Kept, EndpointWords.Files),
        _ => default,
    };

    /// <summary>Whether a setting lets the provider choose among models.</summary>
    public static bool IsModelChoice(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("routingConfig"u8) || name.SequenceEqual("routing_config"u8) || name.SequenceEqual("modelConfig"u8) || name.SequenceEqual("model_config"u8);

    private static (RequestField Field, string? Endpoint) OfGemini(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("fileData"u8) || name.SequenceEqual("file_data"u8)) return (RequestField.Kept, EndpointWords.Files);
        return name.SequenceEqual("args"u8) || name.SequenceEqual("response"u8) ? (RequestField.Sealed, null) : default;
    }

    private static (RequestField Field, string? Endpoint) OfBedrock(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("s3Location"u8)) return (RequestField.Kept, EndpointWords.Files);
        return name.SequenceEqual("input"u8) || name.SequenceEqual("json"u8) ? (RequestField.Sealed, null) : default;
    }
}
