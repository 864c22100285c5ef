using System.Text;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// The members at the top of each dialect's requests. Some servers match names without regard to case and take the last, so a name that differs from one of these in case alone
/// is refused; so is <c>models</c>, by which some name further models to fall back to.
/// </summary>
internal static class RequestFields
{
    private static readonly RequestMember[] s_chat =
    [
        new("model"u8.ToArray(), RequestField.Model),
        new("messages"u8.ToArray(), RequestField.Content),
        new("stream"u8.ToArray(), RequestField.Stream),
        new("tools"u8.ToArray(), RequestField.Tools),
        new("stream_options"u8.ToArray(), RequestField.StreamOptions),
        new("store"u8.ToArray(), RequestField.Store),
        new("models"u8.ToArray(), RequestField.Forbidden),
        Hosted("web_search_options"),
        Hosted("search_parameters"),
        Hosted("plugins"),
        Hosted("data_sources"),
        Hosted("dataSources"),
    ];

    private static readonly RequestMember[] s_responses =
    [
        new("model"u8.ToArray(), RequestField.Model),
        new("input"u8.ToArray(), RequestField.Content),
        new("stream"u8.ToArray(), RequestField.Stream),
        new("tools"u8.ToArray(), RequestField.Tools),
        new("store"u8.ToArray(), RequestField.Store),
        new("background"u8.ToArray(), RequestField.Background, EndpointWords.Responses),
        new("previous_response_id"u8.ToArray(), RequestField.Kept, EndpointWords.Responses),
        new("prompt"u8.ToArray(), RequestField.Kept, EndpointWords.Responses),
        new("conversation"u8.ToArray(), RequestField.Kept, EndpointWords.Conversations),
        new("models"u8.ToArray(), RequestField.Forbidden),
    ];

    private static readonly RequestMember[] s_anthropic =
    [
        new("model"u8.ToArray(), RequestField.Model),
        new("messages"u8.ToArray(), RequestField.Content),
        new("system"u8.ToArray(), RequestField.Content),
        new("stream"u8.ToArray(), RequestField.Stream),
        new("tools"u8.ToArray(), RequestField.Tools),
        new("models"u8.ToArray(), RequestField.Forbidden),
        Hosted("mcp_servers"),
        Hosted("container"),
    ];

    private static readonly RequestMember[] s_gemini =
    [
        new("contents"u8.ToArray(), RequestField.Content),
        new("content"u8.ToArray(), RequestField.Content),
        new("systemInstruction"u8.ToArray(), RequestField.Content),
        new("system_instruction"u8.ToArray(), RequestField.Content),
        new("generationConfig"u8.ToArray(), RequestField.Settings),
        new("generation_config"u8.ToArray(), RequestField.Settings),
        new("requests"u8.ToArray(), RequestField.Content),
        new("tools"u8.ToArray(), RequestField.Tools),
        new("generateContentRequest"u8.ToArray(), RequestField.ToolHolder),
        new("generate_content_request"u8.ToArray(), RequestField.ToolHolder),
        new("cachedContent"u8.ToArray(), RequestField.Kept, EndpointWords.CachedContents),
        new("cached_content"u8.ToArray(), RequestField.Kept, EndpointWords.CachedContents),
        new("model"u8.ToArray(), RequestField.ModelAgain),
    ];

    private static readonly RequestMember[] s_bedrock =
    [
        new("messages"u8.ToArray(), RequestField.Content),
        new("system"u8.ToArray(), RequestField.Content),
        new("toolConfig"u8.ToArray(), RequestField.ToolHolder),
        new("additionalModelRequestFields"u8.ToArray(), RequestField.ModelFields),
    ];

    private static readonly RequestMember[] s_completions =
    [
        new("model"u8.ToArray(), RequestField.Model),
        new("stream"u8.ToArray(), RequestField.Stream),
        new("stream_options"u8.ToArray(), RequestField.StreamOptions),
        new("models"u8.ToArray(), RequestField.Forbidden),
    ];

    private static readonly RequestMember[] s_realtime =
    [
        new("session"u8.ToArray(), RequestField.ToolHolder),
        new("response"u8.ToArray(), RequestField.ToolHolder),
        new("item"u8.ToArray(), RequestField.Content),
    ];

    private static readonly RequestMember[] s_json =
    [
        new("model"u8.ToArray(), RequestField.Model),
        new("stream"u8.ToArray(), RequestField.Stream),
        new("images"u8.ToArray(), RequestField.Content),
        new("mask"u8.ToArray(), RequestField.Content),
        new("input"u8.ToArray(), RequestField.Content),
        new("models"u8.ToArray(), RequestField.Forbidden),
    ];

    /// <summary>The members of a format.</summary>
    public static RequestMember[] Of(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat => s_chat,
        WireFormat.OpenAiResponses => s_responses,
        WireFormat.OpenAiCompletions => s_completions,
        WireFormat.OpenAiRealtime => s_realtime,
        WireFormat.AnthropicMessages or WireFormat.AnthropicCount => s_anthropic,
        WireFormat.GeminiContent or WireFormat.GeminiCount or WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed => s_gemini,
        WireFormat.BedrockConverse => s_bedrock,
        _ => s_json,
    };

    /// <summary>What a member at the top is; null for one that the gateway does not act on.</summary>
    public static RequestMember? Find(RequestMember[] members, ReadOnlySpan<byte> name, out bool isForbidden)
    {
        isForbidden = false;
        foreach (var member in members)
        {
            if (member.Name.Length != name.Length || !Ascii.EqualsIgnoreCase(member.Name, name)) continue;
            isForbidden = member.Field == RequestField.Forbidden || !name.SequenceEqual(member.Name);
            return member;
        }

        return null;
    }

    public static Refusal Forbid(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        return new(RefusalReason.InvalidField, $"The member '{text}' could be read as one that is judged by another name.", text);
    }

    private static RequestMember Hosted(string name) => new(Encoding.UTF8.GetBytes(name), RequestField.HostedTool, name);
}
