using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>The frame around each streamed GenerateContentResponse: the event's marks, one candidate, and whose answer it is. Reuses one writer.</summary>
internal sealed class GeminiEvents
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private Utf8JsonWriter? _json;

    public string? Id { get; set; }

    public string? Model { get; set; }

    public Utf8JsonWriter Start(IBufferWriter<byte> frames)
    {
        frames.Write("data: "u8);
        if (_json is null) _json = new(frames, s_options);
        else _json.Reset(frames);
        return _json;
    }

    public void End(IBufferWriter<byte> frames)
    {
        _json!.Flush();
        frames.Write("\n\n"u8);
    }

    /// <summary>Up to the inside of one part of one candidate.</summary>
    public Utf8JsonWriter StartPart(IBufferWriter<byte> frames)
    {
        var json = Start(frames);
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        StartContent(json);
        return json;
    }

    /// <summary>From there to the event's end.</summary>
    public void EndPart(int choice, JsonElement logProbs, IBufferWriter<byte> frames)
    {
        EndContent(choice, _json!);
        GeminiLogProbs.Write(logProbs, _json!);
        _json!.WriteEndObject();
        EndAnswer(default, frames);
    }

    public static void StartContent(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        json.WriteStartObject();
    }

    public static void EndContent(int choice, Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("role", "model");
        json.WriteEndObject();
        json.WriteNumber("index", choice);
    }

    /// <summary>What stands behind the candidates.</summary>
    public void EndAnswer(Usage usage, IBufferWriter<byte> frames)
    {
        _json!.WriteEndArray();
        GeminiUsage.Write(usage, _json);
        if (Model is not null) _json.WriteString("modelVersion", Model);
        if (Id is not null) _json.WriteString("responseId", Id);
        _json.WriteEndObject();
        End(frames);
    }
}
