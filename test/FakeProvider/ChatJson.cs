using System.Text.Json;

namespace AiGateway.Fakes;

/// <summary>The documents of a chat completion: the whole one, and the chunks of a stream.</summary>
internal static class ChatJson
{
    public const string Text = "Hello from the fake provider.";

    public static string AnswerOf(ChatRequest request, Behaviour behaviour) => behaviour.Kind == BehaviourKind.Echo ? request.Prompt : Text;

    public static byte[] Completion(ChatRequest request, Behaviour behaviour)
    {
        var text = AnswerOf(request, behaviour);
        return Answers.Json(json =>
        {
            Head(json, NewId(), "chat.completion", request.Model);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("message");
            Message(json, behaviour, text);
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", behaviour.Kind == BehaviourKind.Tool ? "tool_calls" : "stop");
            json.WriteEndObject();
            json.WriteEndArray();
            Answers.Usage(json, request.PromptTokens, Words(text));
            json.WriteString("service_tier", "default");
            json.WriteString("system_fingerprint", Answers.Fingerprint);
        });
    }

    public static byte[] Chunk(ChunkHead head, Action<Utf8JsonWriter> delta, string? finish = null) => Answers.Json(json =>
    {
        Head(json, head.Id, "chat.completion.chunk", head.Model);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", Answers.Fingerprint);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (head.IncludeUsage) json.WriteNull("usage");
    });

    public static byte[] UsageChunk(ChunkHead head, int input, int output) => Answers.Json(json =>
    {
        Head(json, head.Id, "chat.completion.chunk", head.Model);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", Answers.Fingerprint);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        Answers.Usage(json, input, output);
    });

    public static string NewId() => $"chatcmpl-{Guid.NewGuid():N}";

    public static int Words(string text) => Math.Max(1, text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    private static void Head(Utf8JsonWriter json, string id, string kind, string model)
    {
        json.WriteString("id", id);
        json.WriteString("object", kind);
        json.WriteNumber("created", Answers.Created);
        json.WriteString("model", model);
    }

    private static void Message(Utf8JsonWriter json, Behaviour behaviour, string text)
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", behaviour.Kind == BehaviourKind.Tool ? null : text);
        if (behaviour.Kind == BehaviourKind.Tool) ToolCall(json);
        json.WriteNull("refusal");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
    }

    private static void ToolCall(Utf8JsonWriter json)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteString("id", "call_fake1");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", "get_weather");
        json.WriteString("arguments", "{\"city\":\"Paris\"}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
