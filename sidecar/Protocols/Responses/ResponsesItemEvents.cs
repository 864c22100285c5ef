using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>The events of one output item, by its kind: it comes, grows and is whole.</summary>
internal readonly struct ResponsesItemEvents(ResponsesEvents events, IBufferWriter<byte> frames, int place)
{
    public IBufferWriter<byte> Frames => frames;

    public void Added(ResponsesItem item)
    {
        WriteItem("response.output_item.added", item);
        if (item.Kind is PartKind.Text or PartKind.Refusal) WritePart("response.content_part.added", item);
    }

    /// <summary>A summary is announced with its first piece, because much reasoning has none.</summary>
    public void Piece(ResponsesItem item, TextValue text)
    {
        if (text.IsEmpty) return;
        if (item.Kind == PartKind.Reasoning && !item.HasText) WritePart("response.reasoning_summary_part.added", item);
        item.Append(text);
        var json = Begin($"response.{WordOf(item.Kind)}.delta", item);
        text.WriteTo(json, "delta");
        if (item.Kind == PartKind.Text) item.WriteProbabilities(json);
        events.End(frames);
    }

    public void Done(ResponsesItem item)
    {
        var hadText = item.HasText;
        item.Close();
        if (item.Kind is PartKind.Text or PartKind.Refusal or PartKind.ToolCall || (item.Kind == PartKind.Reasoning && hadText)) WriteWhole(item);
        if (item.Kind is PartKind.Text or PartKind.Refusal) WritePart("response.content_part.done", item);
        if (item.Kind == PartKind.Reasoning && hadText) WritePart("response.reasoning_summary_part.done", item);
        WriteItem("response.output_item.done", item);
    }

    private void WriteWhole(ResponsesItem item)
    {
        var json = Begin($"response.{WordOf(item.Kind)}.done", item);
        if (item.Kind == PartKind.ToolCall) json.WriteString("name", item.Name);
        item.WriteText(json, item.Kind switch { PartKind.ToolCall => "arguments", PartKind.Refusal => "refusal", _ => "text" });
        if (item.Kind == PartKind.Text) item.WriteProbabilities(json);
        events.End(frames);
    }

    private static string WordOf(PartKind kind) => kind switch
    {
        PartKind.ToolCall => "function_call_arguments",
        PartKind.Refusal => "refusal",
        PartKind.Text => "output_text",
        _ => "reasoning_summary_text",
    };

    private Utf8JsonWriter Begin(string type, ResponsesItem item)
    {
        var json = events.Begin(type, frames);
        json.WriteString("item_id", item.Id);
        json.WriteNumber("output_index", place);
        if (item.Kind is PartKind.Text or PartKind.Refusal) json.WriteNumber("content_index", 0);
        if (item.Kind == PartKind.Reasoning) json.WriteNumber("summary_index", 0);
        return json;
    }

    private void WriteItem(string type, ResponsesItem item)
    {
        var json = events.Begin(type, frames);
        json.WriteNumber("output_index", place);
        json.WritePropertyName("item");
        item.WriteTo(json);
        events.End(frames);
    }

    private void WritePart(string type, ResponsesItem item)
    {
        var json = Begin(type, item);
        json.WritePropertyName("part");
        item.WritePart(json);
        events.End(frames);
    }
}
