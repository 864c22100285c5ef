using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Writes a request of Converse; the model and whether to stream stand in its path, which the surface makes.</summary>
internal sealed class BedrockRequestWriter(Conversation conversation, Utf8JsonWriter json, Losses losses)
{
    private readonly BedrockDocumentNames _names = new();

    public void Write()
    {
        var turns = new BedrockTurns(conversation, losses);
        json.WriteStartObject();
        if (turns.System.Count > 0) WriteBlocks("system", turns.System);
        json.WriteStartArray("messages");
        foreach (var (role, parts) in turns.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", role switch { Role.User => "user", Role.Assistant => "assistant", _ => "system" });
            WriteBlocks("content", parts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var steering = BedrockSteering.Of(conversation, losses);
        BedrockSettingsWriter.Write(conversation, steering.Sampling, json, losses);
        BedrockToolWriter.Write(conversation, turns.HasCalls, json, losses);
        BedrockReasoningWriter.Write(conversation, steering, json, losses);
        json.WriteEndObject();
    }

    private void WriteBlocks(string member, List<Part> parts)
    {
        json.WriteStartArray(member);
        foreach (var part in parts)
        {
            BedrockPartWriter.Write(json, part, _names);
            if (part.CacheControl.IsAbsent()) continue;
            if (BedrockModels.Caches(conversation.Model)) BedrockCachePoint.Write(json, part.CacheControl);
            else losses.Note(part.Path);
        }

        json.WriteEndArray();
    }
}
