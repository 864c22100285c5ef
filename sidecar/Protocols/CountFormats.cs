using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Protocols.Gemini;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects that count tokens; null for a format that is none.</summary>
internal static class CountFormats
{
    private static readonly AnthropicCountFormat s_anthropicCount = new();
    private static readonly GeminiCountFormat s_gemini = new(isVertex: false);
    private static readonly GeminiCountFormat s_vertex = new(isVertex: true);

    public static CountFormat? Of(WireFormat format) => format switch
    {
        WireFormat.AnthropicCount => s_anthropicCount,
        WireFormat.GeminiCount => s_gemini,
        WireFormat.VertexCount => s_vertex,
        _ => null,
    };
}
