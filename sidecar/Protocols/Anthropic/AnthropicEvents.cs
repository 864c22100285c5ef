using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>The events of a streamed message, and their count of blocks. Knows no order: that is the writer's.</summary>
internal sealed class AnthropicEvents
{
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private IBufferWriter<byte> _frames = new ArrayBufferWriter<byte>(1);
    private int _index = -1;

    /// <summary>Where the next events are written to.</summary>
    public void Target(IBufferWriter<byte> frames) => _frames = frames;

    public void Start(string id, string model, in Usage usage)
    {
        Begin("message_start"u8);
        _json.WriteStartObject("message");
        _json.WriteString("id", id);
        _json.WriteString("type", "message");
        _json.WriteString("role", "assistant");
        _json.WriteString("model", model);
        _json.WriteStartArray("content");
        _json.WriteEndArray();
        _json.WriteNull("stop_reason");
        _json.WriteNull("stop_sequence");
        AnthropicUsage.Write(_json, usage);
        _json.WriteEndObject();
        End();
    }

    public void Open(AnthropicBlock block)
    {
        _index++;
        BeginIndexed("content_block_start"u8);
        _json.WriteStartObject("content_block");
        switch (block.Kind)
        {
            case PartKind.ToolCall:
                _json.WriteString("type", "tool_use");
                _json.WriteString("id", block.Id);
                _json.WriteString("name", block.Name);
                _json.WriteStartObject("input");
                _json.WriteEndObject();
                break;
            case PartKind.Reasoning:
                WriteThinking();
                break;
            case PartKind.SealedReasoning:
                _json.WriteString("type", "redacted_thinking");
                _json.WriteString("data", block.Signature?.WriteFor(Conversations.Signature.Anthropic) ?? "");
                break;
            default:
                _json.WriteString("type", "text");
                _json.WriteString("text", "");
                break;
        }

        _json.WriteEndObject();
        End();
    }

    public void Piece(PartKind kind, TextValue text)
    {
        if (kind == PartKind.SealedReasoning) return;
        BeginIndexed("content_block_delta"u8);
        _json.WriteStartObject("delta");
        var (type, member) = kind switch
        {
            PartKind.ToolCall => ("input_json_delta", "partial_json"),
            PartKind.Reasoning => ("thinking_delta", "thinking"),
            _ => ("text_delta", "text"),
        };
        _json.WriteString("type", type);
        text.WriteTo(_json, member);
        _json.WriteEndObject();
        End();
    }

    public void Signature(Signature signature)
    {
        BeginIndexed("content_block_delta"u8);
        _json.WriteStartObject("delta");
        _json.WriteString("type", "signature_delta");
        _json.WriteString("signature", signature.WriteFor(Conversations.Signature.Anthropic));
        _json.WriteEndObject();
        End();
    }

    /// <summary>A thought without words, for what another maker wants back with the block beside it.</summary>
    public void Carried(Signature signature)
    {
        _index++;
        BeginIndexed("content_block_start"u8);
        _json.WriteStartObject("content_block");
        WriteThinking();
        _json.WriteEndObject();
        End();
        Signature(signature);
        Close();
    }

    public void Close()
    {
        BeginIndexed("content_block_stop"u8);
        End();
    }

    /// <summary>The last two events.</summary>
    public void Stop(string reason, string? sequence, in Usage usage)
    {
        Begin("message_delta"u8);
        _json.WriteStartObject("delta");
        _json.WriteString("stop_reason", reason);
        _json.WriteString("stop_sequence", sequence);
        _json.WriteEndObject();
        AnthropicUsage.Write(_json, usage);
        End();
        Begin("message_stop"u8);
        End();
    }

    public void Error(ProviderError error) =>
        _frames.Write(ErrorWriter.Event(WireFormat.AnthropicMessages, new(error.Kind, 0, error.Code ?? "provider_failed", error.Message)));

    private void WriteThinking()
    {
        _json.WriteString("type", "thinking");
        _json.WriteString("thinking", "");
        _json.WriteString("signature", "");
    }

    private void BeginIndexed(ReadOnlySpan<byte> name)
    {
        Begin(name);
        _json.WriteNumber("index", _index);
    }

    private void Begin(ReadOnlySpan<byte> name)
    {
        _frames.Write("event: "u8);
        _frames.Write(name);
        _frames.Write("\ndata: "u8);
        _json.Reset(_frames);
        _json.WriteStartObject();
        _json.WriteString("type"u8, name);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _frames.Write("\n\n"u8);
    }
}
