using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Anthropic's Messages as Vertex takes them: the model stands in the path, and the version in the body.</summary>
internal sealed class VertexMessagesFormat(TimeProvider time) : AnthropicFormat(time)
{
    public const string Version = "vertex-2023-10-16";

    protected override void WriteHead(Conversation conversation, Utf8JsonWriter json) => json.WriteString("anthropic_version", Version);
}
