using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The JSON-RPC messages that the gate writes itself, in one line each.</summary>
internal static class GateAnswers
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The error that stands in the place of an answer.</summary>
    /// <param name="id">As it was written; empty for null.</param>
    /// <param name="refusal">What the agent reads.</param>
    public static ReadOnlyMemory<byte> Error(ReadOnlySpan<byte> id, GateRefusal refusal) => Write(id, refusal.Code, refusal.Message, refusal);

    /// <summary>The result that stands in the place of a tool's: the model reads why, and can go another way.</summary>
    public static ReadOnlyMemory<byte> ToolResult(ReadOnlySpan<byte> id, GateRefusal refusal, McpEra era)
    {
        var text = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(text, s_options);
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
        json.WritePropertyName("id"u8);
        json.WriteRawValue(id, skipInputValidation: true);
        json.WriteStartObject("result"u8);
        if (era == McpEra.Modern) json.WriteString("resultType"u8, "complete"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, refusal.Message);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("isError"u8, true);
        json.WriteStartObject("_meta"u8);
        WriteData(json, McpErrors.RefusalMeta, refusal);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }

    /// <summary>What a server reads that asked for something it may not have.</summary>
    public static ReadOnlyMemory<byte> NotAllowed(ReadOnlySpan<byte> id) => Write(id, GateCodes.NoSuchMethod, "not allowed by policy", null);

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> id, int code, string message, GateRefusal? refusal)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(text, s_options);
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
        json.WritePropertyName("id"u8);
        if (id.IsEmpty) json.WriteNullValue();
        else json.WriteRawValue(id, skipInputValidation: true);
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("message"u8, message);
        if (refusal is not null) WriteData(json, "data", refusal);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }

    private static void WriteData(Utf8JsonWriter json, string name, GateRefusal refusal)
    {
        json.WriteStartObject(name);
        json.WriteString("reason"u8, CallWords.Of(refusal.Reason));
        if (refusal.Decision is { Policy.Length: > 0 } by)
        {
            json.WriteString("policy"u8, by.Policy);
            json.WriteString("rule"u8, by.Rule);
        }

        json.WriteEndObject();
    }
}
