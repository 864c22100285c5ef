using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>What the writer of a stream remembers of one choice: the kind of each open part, and its place among the tool calls or the reasoning.</summary>
internal sealed class ChatChoiceState
{
    private readonly Dictionary<int, (PartKind Kind, int Place)> _open = [];
    private int _calls;
    private int _thoughts;

    public void Open(in Delta delta) => _open[delta.Part] = (delta.Opens, delta.Opens switch
    {
        PartKind.ToolCall => _calls++,
        PartKind.Reasoning or PartKind.SealedReasoning => _thoughts++,
        _ => 0,
    });

    public void Close(int part) => _open.Remove(part);

    /// <summary>Whether there is anything to write for it: texts begin and end without a word, and a text's signature has no place.</summary>
    public bool Has(in Delta delta) => _open.TryGetValue(delta.Part, out var part) && delta.Kind switch
    {
        DeltaKind.PartStart => part.Kind == PartKind.ToolCall,
        DeltaKind.Text => part.Kind is PartKind.Text or PartKind.Reasoning or PartKind.Refusal,
        DeltaKind.Arguments => part.Kind == PartKind.ToolCall,
        DeltaKind.Signature => part.Kind is PartKind.Reasoning or PartKind.SealedReasoning or PartKind.ToolCall && !ChatReasoning.IsMarker(delta.Signature),
        _ => false,
    };

    /// <summary>Writes the members of the chunk's delta.</summary>
    public void Write(in Delta delta, Utf8JsonWriter json)
    {
        var (kind, place) = _open[delta.Part];
        if (kind == PartKind.ToolCall) WriteCall(delta, place, json);
        else if (kind is PartKind.Reasoning or PartKind.SealedReasoning) WriteThought(delta, kind, place, json);
        else delta.Text.WriteTo(json, kind == PartKind.Refusal ? "refusal" : "content");
    }

    private static void WriteCall(in Delta delta, int place, Utf8JsonWriter json)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", place);
        if (delta.Kind == DeltaKind.Signature)
        {
            ChatAnswerWriter.WriteSignature(delta.Signature!, json);
        }
        else
        {
            if (delta.Kind == DeltaKind.PartStart) json.WriteString("id", delta.Id);
            if (delta.Kind == DeltaKind.PartStart) json.WriteString("type", "function");
            json.WriteStartObject("function");
            if (delta.Kind == DeltaKind.PartStart) json.WriteString("name", delta.Name);
            delta.Text.WriteTo(json, "arguments");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteThought(in Delta delta, PartKind kind, int place, Utf8JsonWriter json)
    {
        if (delta.Kind == DeltaKind.Text) delta.Text.WriteTo(json, ChatReasoning.Content);
        json.WriteStartArray(ChatReasoning.Details);
        json.WriteStartObject();
        json.WriteString("type", kind == PartKind.SealedReasoning ? "reasoning.encrypted" : "reasoning.text");
        if (delta.Kind == DeltaKind.Text) delta.Text.WriteTo(json, "text");
        else json.WriteString(kind == PartKind.SealedReasoning ? "data" : "signature", delta.Signature!.WriteFor(Signature.OpenAi));
        json.WriteNumber("index", place);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
