using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Writes a whole response. The dialect knows one answer: the first. A signature on a tool call stands in a reasoning item before it.</summary>
internal static class ResponsesAnswerWriter
{
    public static void Write(Answer answer, Utf8JsonWriter json, DateTimeOffset now)
    {
        var envelope = new ResponsesEnvelope(answer.Id, answer.Model, now);
        List<ResponsesItem> items = [];
        var choice = answer.Choices[0];
        foreach (var part in choice.Parts) Add(part, envelope, items);
        if (items.Find(item => item.Kind == PartKind.Text) is { } said && choice.LogProbs.ValueKind == JsonValueKind.Object) said.AppendProbabilities(choice.LogProbs);
        foreach (var item in items) item.Close();
        var refused = choice.Stop == StopReason.Refusal && items.Exists(item => item.Kind == PartKind.Refusal);
        envelope.Write(json, items, refused ? StopReason.EndTurn : choice.Stop, answer.Usage);
    }

    /// <summary>The reasoning item that carries a tool call's signature.</summary>
    public static ResponsesItem SealOf(string callId, Signature signature, string id) =>
        new(PartKind.SealedReasoning, id) { Seal = ResponsesSeals.WriteOfCall(signature, callId) };

    private static void Add(Part part, ResponsesEnvelope envelope, List<ResponsesItem> items)
    {
        switch (part)
        {
            case TextPart text:
                AddText(PartKind.Text, text.Text);
                break;
            case RefusalPart refusal:
                AddText(PartKind.Refusal, refusal.Text);
                break;
            case ReasoningPart reasoning:
                var item = new ResponsesItem(PartKind.Reasoning, reasoning.Id ?? envelope.ItemId(PartKind.Reasoning, items.Count));
                if ((reasoning.Sealed ?? reasoning.Signature) is { } signature) item.Seal = ResponsesSeals.Write(signature, reasoning.Sealed is not null);
                item.Append(reasoning.Text);
                items.Add(item);
                break;
            case ToolCallPart call:
                AddCall(call, envelope, items);
                break;
        }

        void AddText(PartKind kind, TextValue text)
        {
            var item = new ResponsesItem(kind, envelope.ItemId(kind, items.Count));
            item.Append(text);
            items.Add(item);
        }
    }

    private static void AddCall(ToolCallPart call, ResponsesEnvelope envelope, List<ResponsesItem> items)
    {
        if (call.Signature is not null) items.Add(SealOf(call.Id, call.Signature, envelope.ItemId(PartKind.Reasoning, items.Count)));
        var item = new ResponsesItem(PartKind.ToolCall, envelope.ItemId(PartKind.ToolCall, items.Count)) { CallId = call.Id, Name = call.Name };
        item.Append(Encoding.UTF8.GetString(call.Arguments.Span));
        items.Add(item);
    }
}
