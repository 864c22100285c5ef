using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>The events of a stream of Converse, each written whole. Blocks are numbered as they begin; one that never says anything is none.</summary>
internal sealed class BedrockEvents
{
    private readonly ArrayBufferWriter<byte> _payload = new(256);
    private readonly Utf8JsonWriter _json;
    private int _block = -1;

    public BedrockEvents() => _json = new(_payload);

    public void MessageStart(IBufferWriter<byte> frames)
    {
        _json.WriteStartObject();
        _json.WriteString("role", "assistant");
        Send(frames, "messageStart");
    }

    public void MessageStop(IBufferWriter<byte> frames, StopReason stop)
    {
        _json.WriteStartObject();
        _json.WriteString("stopReason", BedrockWords.WordOf(stop));
        Send(frames, "messageStop");
    }

    public void Metadata(IBufferWriter<byte> frames, in Usage usage)
    {
        _json.WriteStartObject();
        BedrockWords.WriteUsage(_json, usage);
        BedrockWords.WriteMetrics(_json);
        Send(frames, "metadata");
    }

    public void Exception(IBufferWriter<byte> frames, ProviderError error)
    {
        _json.WriteStartObject();
        _json.WriteString("message", error.Message);
        Send(frames, ErrorWriter.BedrockException(error.Kind), isException: true);
    }

    /// <summary>More text of a block, or more of a call's arguments.</summary>
    public void Text(IBufferWriter<byte> frames, HeldBlock block, TextValue text)
    {
        Begin(frames, block);
        StartDelta();
        if (block.Kind == PartKind.ToolCall) WriteIn("toolUse", "input", text);
        else if (block.Kind == PartKind.Reasoning) WriteIn("reasoningContent", "text", text);
        else text.WriteTo(_json, "text");
        SendDelta(frames);
    }

    public void Signature(IBufferWriter<byte> frames, HeldBlock block, Signature signature)
    {
        Begin(frames, block);
        WriteSignature(frames, signature, block.Kind == PartKind.SealedReasoning);
    }

    public void BlockStop(IBufferWriter<byte> frames, HeldBlock block)
    {
        if (block.Kind == PartKind.ToolCall) Begin(frames, block);
        if (block.IsBegun) Stop(frames);
    }

    private void Begin(IBufferWriter<byte> frames, HeldBlock block)
    {
        if (block.IsBegun) return;
        block.IsBegun = true;
        _block++;
        if (block.Kind != PartKind.ToolCall) return;
        if (block.Signature is { } signature)
        {
            // A signature that another maker put on a call stands before it as reasoning without words.
            WriteSignature(frames, signature, isSealed: false);
            Stop(frames);
            _block++;
        }

        StartTool(frames, block);
    }

    private void StartTool(IBufferWriter<byte> frames, HeldBlock block)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("start");
        _json.WriteStartObject("toolUse");
        _json.WriteString("toolUseId", block.Id);
        _json.WriteString("name", block.Name);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteNumber("contentBlockIndex", _block);
        Send(frames, "contentBlockStart");
    }

    private void WriteSignature(IBufferWriter<byte> frames, Signature signature, bool isSealed)
    {
        StartDelta();
        _json.WriteStartObject("reasoningContent");
        if (isSealed) BedrockSeal.Write(_json, signature);
        else _json.WriteString("signature", signature.WriteFor(Conversations.Signature.Bedrock));
        _json.WriteEndObject();
        SendDelta(frames);
    }

    private void WriteIn(string union, string member, TextValue text)
    {
        _json.WriteStartObject(union);
        text.WriteTo(_json, member);
        _json.WriteEndObject();
    }

    private void Stop(IBufferWriter<byte> frames)
    {
        _json.WriteStartObject();
        _json.WriteNumber("contentBlockIndex", _block);
        Send(frames, "contentBlockStop");
    }

    private void StartDelta()
    {
        _json.WriteStartObject();
        _json.WriteStartObject("delta");
    }

    private void SendDelta(IBufferWriter<byte> frames)
    {
        _json.WriteEndObject();
        _json.WriteNumber("contentBlockIndex", _block);
        Send(frames, "contentBlockDelta");
    }

    private void Send(IBufferWriter<byte> frames, string name, bool isException = false)
    {
        _json.WriteEndObject();
        _json.Flush();
        EventStreamWriter.Write(frames, name, _payload.WrittenSpan, isException);
        _payload.ResetWrittenCount();
        _json.Reset();
    }
}
