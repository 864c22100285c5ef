using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>The response around its output: the whole answer, and what the first and the last event of a stream hold.</summary>
internal sealed class ResponsesEnvelope(string? id, string? model, DateTimeOffset now)
{
    private readonly string _id = id ?? AnswerIds.Make("resp_", now);

    /// <summary>An item's id, made of its response's and its place.</summary>
    public string ItemId(PartKind kind, int place)
    {
        var prefix = kind switch
        {
            PartKind.ToolCall => "fc",
            PartKind.Reasoning or PartKind.SealedReasoning => "rs",
            _ => "msg",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}_{_id[(_id.IndexOf('_', StringComparison.Ordinal) + 1)..]}_{place}");
    }

    /// <summary>Whether an answer that ended so is complete; else why not.</summary>
    public static string? IncompleteReason(StopReason stop) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "max_output_tokens",
        StopReason.ContentFilter or StopReason.Refusal => "content_filter",
        _ => null,
    };

    /// <summary>The response; without a stop it is under way.</summary>
    public void Write(Utf8JsonWriter json, IReadOnlyList<ResponsesItem> items, StopReason? stop, Usage usage)
    {
        var reason = stop is { } ended ? IncompleteReason(ended) : null;
        json.WriteStartObject();
        json.WriteString("id", _id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", now.ToUnixTimeSeconds());
        json.WriteString("status", stop is null ? "in_progress" : reason is null ? "completed" : "incomplete");
        json.WriteNull("error");
        WriteReason(json, reason);
        json.WriteString("model", model ?? "");
        json.WriteStartArray("output");
        foreach (var item in items) item.WriteTo(json);
        json.WriteEndArray();
        WriteDefaults(json);
        if (stop is null) json.WriteNull("usage");
        else ResponsesUsage.Write(usage, json);
        json.WriteEndObject();
    }

    private static void WriteReason(Utf8JsonWriter json, string? reason)
    {
        if (reason is null)
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString("reason", reason);
        json.WriteEndObject();
    }

    /// <summary>Members that clients want to be there; nothing is stored here, so nothing is repeated of the request.</summary>
    private static void WriteDefaults(Utf8JsonWriter json)
    {
        json.WriteNull("instructions");
        json.WriteNull("previous_response_id");
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteBoolean("store", false);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteNull("temperature");
        json.WriteNull("top_p");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
    }
}
