using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes a chat completion.</summary>
internal static class ChatAnswerWriter
{
    public static void Write(Answer answer, Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id", answer.Id ?? AnswerIds.Make("chatcmpl-", now));
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", now.ToUnixTimeSeconds());
        json.WriteString("model", answer.Model ?? "");
        json.WriteStartArray("choices");
        foreach (var choice in answer.Choices) Write(choice, json);
        json.WriteEndArray();
        if (answer.Usage.Source != UsageSource.None) ChatUsage.Write(answer.Usage, json);
        json.WriteEndObject();
    }

    private static void Write(Choice choice, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("index", choice.Index);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        WriteText("content", choice.Parts.OfType<TextPart>().Select(part => part.Text), json);
        WriteText("refusal", choice.Parts.OfType<RefusalPart>().Select(part => part.Text), json);
        WriteReasoning([.. choice.Parts.OfType<ReasoningPart>()], json);
        WriteImages([.. choice.Parts.OfType<MediaPart>().Where(part => part.Kind == MediaKind.Image)], json);
        WriteCalls([.. choice.Parts.OfType<ToolCallPart>()], json);
        json.WriteEndObject();
        json.WritePropertyName("logprobs");
        if (choice.LogProbs.IsAbsent()) json.WriteNullValue();
        else json.WriteRawValue(JsonMarshal.GetRawUtf8Value(choice.LogProbs), skipInputValidation: true);
        json.WriteString("finish_reason", ChatStops.Write(choice.Stop));
        json.WriteEndObject();
    }

    /// <summary>One text of all of them; null for none.</summary>
    private static void WriteText(string member, IEnumerable<TextValue> texts, Utf8JsonWriter json)
    {
        TextValue[] all = [.. texts];
        if (all.Length == 0) json.WriteNull(member);
        else if (all.Length == 1) all[0].WriteTo(json, member);
        else json.WriteString(member, string.Concat(all));
    }

    private static void WriteReasoning(ReasoningPart[] parts, Utf8JsonWriter json)
    {
        if (parts.Length == 0) return;
        if (parts.Any(part => !part.Text.IsEmpty)) WriteText(ChatReasoning.Content, parts.Where(part => !part.Text.IsEmpty).Select(part => part.Text), json);
        if (parts.All(part => part.Sealed is null && (part.Signature is null || ChatReasoning.IsMarker(part.Signature)))) return;
        json.WriteStartArray(ChatReasoning.Details);
        for (var index = 0; index < parts.Length; index++) WriteDetail(parts[index], index, json);
        json.WriteEndArray();
    }

    /// <summary>One entry of <c>reasoning_details</c>, as OpenRouter shapes it.</summary>
    public static void WriteDetail(ReasoningPart part, int index, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", part.Sealed is null ? "reasoning.text" : "reasoning.encrypted");
        if (part.Sealed is { } data) json.WriteString("data", data.WriteFor(Signature.OpenAi));
        else part.Text.WriteTo(json, "text");
        if (part.Signature is { } signature && !ChatReasoning.IsMarker(signature)) json.WriteString("signature", signature.WriteFor(Signature.OpenAi));
        if (part.Id is not null) json.WriteString("id", part.Id);
        json.WriteNumber("index", index);
        json.WriteEndObject();
    }

    /// <summary>Images that the model made have no standard place; this is the one that OpenAI-likes agree on.</summary>
    private static void WriteImages(MediaPart[] images, Utf8JsonWriter json)
    {
        if (images.Length == 0) return;
        json.WriteStartArray("images");
        foreach (var image in images) ChatPartWriter.WriteImage(image, json);
        json.WriteEndArray();
    }

    private static void WriteCalls(ToolCallPart[] calls, Utf8JsonWriter json)
    {
        if (calls.Length == 0) return;
        json.WriteStartArray("tool_calls");
        foreach (var call in calls) WriteCall(call, json);
        json.WriteEndArray();
    }

    /// <summary>A call with its arguments as a text; Gemini's signature stands where its own OpenAI dialect has it.</summary>
    public static void WriteCall(ToolCallPart call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", call.Id);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", call.Arguments.Span);
        json.WriteEndObject();
        if (call.Signature is not null) WriteSignature(call.Signature, json);
        json.WriteEndObject();
    }

    public static void WriteSignature(Signature signature, Utf8JsonWriter json)
    {
        json.WriteStartObject("extra_content");
        json.WriteStartObject("google");
        json.WriteString("thought_signature", signature.WriteFor(Signature.Gemini));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
