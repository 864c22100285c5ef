using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>Takes the objects around batched requests apart and together again; every member that is not a request's stays as it is.</summary>
internal static class BatchJson
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MemberNames.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Anthropic's list of requests, each judged.</summary>
    public static Step<byte[]> RewriteList(in ReadOnlySequence<byte> body, BatchJudge judge)
    {
        if (TryParse(body) is not { } document) return NotJson();
        using (document)
        {
            if (Member(document.RootElement, "requests") is not { ValueKind: JsonValueKind.Array } requests) return Unfit("requests", "must be a list, spelled so");
            var bytes = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Name != "requests")) member.WriteTo(json);
                json.WriteStartArray("requests");
                foreach (var request in requests.EnumerateArray())
                {
                    if (Rewrite(request, "params", WireFormat.AnthropicMessages, (judge, json)) is { } refusal) return refusal;
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            return bytes.WrittenSpan.ToArray();
        }
    }

    /// <summary>One line of OpenAI's file, judged by its own URL.</summary>
    public static Step<byte[]> RewriteLine(ReadOnlyMemory<byte> line, BatchJudge judge)
    {
        if (TryParse(new(line)) is not { } document) return NotJson();
        using (document)
        {
            if (Member(document.RootElement, "url") is not { ValueKind: JsonValueKind.String } url || FormatOf(url.GetString()!) is not { } format)
                return Unfit("url", "must be one of /v1/chat/completions, /v1/responses, /v1/completions, /v1/embeddings and /v1/moderations");
            var bytes = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(bytes))
            {
                if (Rewrite(document.RootElement, "body", format, (judge, json)) is { } refusal) return refusal;
            }

            return bytes.WrittenSpan.ToArray();
        }
    }

    /// <summary>A text at the top of an object; null where it is none, or stands there in two spellings.</summary>
    public static string? TextOf(in ReadOnlySequence<byte> body, string name)
    {
        if (TryParse(body) is not { } document) return null;
        using (document) return Member(document.RootElement, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    private static Refusal? Rewrite(JsonElement item, string name, WireFormat format, (BatchJudge Judge, Utf8JsonWriter Json) into)
    {
        if (Member(item, name) is not { ValueKind: JsonValueKind.Object } request) return Unfit(name, "must be an object, spelled so, in each request");
        if (into.Judge.Judge(JsonMarshal.GetRawUtf8Value(request), format).Stops(out var refusal, out var rewritten)) return refusal;
        into.Json.WriteStartObject();
        foreach (var member in item.EnumerateObject().Where(member => member.Name != name)) member.WriteTo(into.Json);
        into.Json.WritePropertyName(name);
        into.Json.WriteRawValue(rewritten, skipInputValidation: true);
        into.Json.WriteEndObject();
        return null;
    }

    /// <summary>The member, where no other has its name in another case.</summary>
    private static JsonElement? Member(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object) return null;
        JsonElement? found = null;
        foreach (var member in item.EnumerateObject())
        {
            if (!member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (member.Name != name) return null;
            found = member.Value;
        }

        return found;
    }

    private static WireFormat? FormatOf(string url) => url switch
    {
        "/v1/chat/completions" => WireFormat.OpenAiChat,
        "/v1/responses" => WireFormat.OpenAiResponses,
        "/v1/completions" => WireFormat.OpenAiCompletions,
        "/v1/embeddings" => WireFormat.OpenAiEmbeddings,
        "/v1/moderations" => WireFormat.OpenAiJson,
        _ => null,
    };

    private static JsonDocument? TryParse(in ReadOnlySequence<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, s_strict);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Refusal NotJson() => new(RefusalReason.InvalidJson, "The batch, or a line of it, is not valid JSON, or names a member twice.");

    private static Refusal Unfit(string name, string what) => new(RefusalReason.InvalidField, $"'{name}' {what}.", name);
}
