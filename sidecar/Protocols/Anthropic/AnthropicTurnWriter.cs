using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// Writes the system prompt and the messages. Neighbours of one role become one message, whose tool results come first, as the provider wants it. Instructions alone are said by the
/// user, because a request needs a message.
/// </summary>
internal static class AnthropicTurnWriter
{
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        var leading = from.Turns.TakeWhile(turn => turn.Role == Role.System).Count();
        var isAlone = leading == from.Turns.Count;
        if (leading > 0 && !isAlone) WriteSystem(from.Turns.Take(leading), json, losses);
        json.WriteStartArray("messages");
        if (isAlone) WriteMessage(Role.User, from.Turns, json, losses);
        else WriteMessages(from, leading, json, losses);
        json.WriteEndArray();
    }

    private static void WriteMessages(Conversation from, int leading, Utf8JsonWriter json, Losses losses)
    {
        var takesSystem = AnthropicModel.Of(from.Model).TakesSystemTurns;
        List<Turn> same = [];
        foreach (var turn in from.Turns.Skip(leading))
        {
            if (turn.Role == Role.System && !takesSystem)
            {
                losses.Add(turn.Path);
                continue;
            }

            if (same.Count > 0 && same[0].Role != turn.Role) WriteMessage(same[0].Role, same, json, losses);
            if (same.Count > 0 && same[0].Role != turn.Role) same.Clear();
            same.Add(turn);
        }

        if (same.Count > 0) WriteMessage(same[0].Role, same, json, losses);
    }

    private static void WriteSystem(IEnumerable<Turn> turns, Utf8JsonWriter json, Losses losses)
    {
        var parts = Parts(turns, losses).Where(part => IsWritable(part, Role.System, losses)).ToArray();
        if (parts.Length == 0) return;
        json.WritePropertyName("system");
        WriteParts(parts, json, losses);
    }

    private static void WriteMessage(Role role, IEnumerable<Turn> turns, Utf8JsonWriter json, Losses losses)
    {
        var parts = Parts(turns, losses).Where(part => IsWritable(part, role, losses)).OrderBy(part => part is ToolResultPart ? 0 : 1).ToArray();
        if (parts.Length == 0) return;
        json.WriteStartObject();
        json.WriteString("role", role switch { Role.Assistant => "assistant", Role.System => "system", _ => "user" });
        json.WritePropertyName("content");
        WriteParts(parts, json, losses);
        json.WriteEndObject();
    }

    private static IEnumerable<Part> Parts(IEnumerable<Turn> turns, Losses losses)
    {
        foreach (var turn in turns)
        {
            if (turn.Name is not null) losses.Add($"{turn.Path}.name");
            foreach (var part in turn.Parts) yield return part;
        }
    }

    /// <summary>One plain text is written as a string, all else as blocks.</summary>
    private static void WriteParts(Part[] parts, Utf8JsonWriter json, Losses losses)
    {
        if (parts is [TextPart { CacheControl.ValueKind: JsonValueKind.Undefined } only])
        {
            only.Text.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts) AnthropicPartWriter.Write(part, json, losses);
        json.WriteEndArray();
    }

    /// <summary>Empty texts are refused by the provider and say nothing; thoughts of another maker stay here; what this dialect has no block for is a loss.</summary>
    private static bool IsWritable(Part part, Role role, Losses losses)
    {
        switch (part)
        {
            case TextPart text:
                return !text.Text.IsEmpty;
            case RefusalPart refusal:
                return !refusal.Text.IsEmpty;
            case ReasoningPart thought:
                if (role == Role.Assistant && AnthropicPartWriter.IsOwn(thought)) return true;
                losses.Note(part.Path);
                return false;
            case MediaPart media when role != Role.User || !AnthropicPartWriter.CanWrite(media):
                losses.Add(part.Path);
                return false;
            default:
                return true;
        }
    }
}
