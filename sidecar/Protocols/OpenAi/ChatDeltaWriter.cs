using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Writes a streamed chat completion. What all chunks have in common is made once; a choice's first chunk names the role. Pieces of reasoning stand in both of their places, so
/// that a client which joins the pieces by their index has the whole with its signature.
/// </summary>
internal sealed class ChatDeltaWriter(Conversation asked, DateTimeOffset now) : DeltaWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly Utf8JsonWriter _json = new(Stream.Null, s_options);
    private readonly Dictionary<int, ChatChoiceState> _choices = [];
    private byte[] _head = [];
    private Usage _usage;

    public override void Write(in Delta delta, IBufferWriter<byte> frames)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Start:
                _usage = delta.Usage;
                _head = HeadOf(delta);
                StateOf(0, frames);
                break;
            case DeltaKind.Usage:
                _usage = delta.Usage;
                break;
            case DeltaKind.Fault:
                WriteFault(delta.Error!, frames);
                break;
            case DeltaKind.End:
                WriteEnd(frames);
                break;
            default:
                WriteChoice(delta, StateOf(delta.Choice, frames), frames);
                break;
        }
    }

    private ChatChoiceState StateOf(int choice, IBufferWriter<byte> frames)
    {
        if (_choices.TryGetValue(choice, out var known)) return known;
        var state = _choices[choice] = new();
        Begin(choice, frames);
        _json.WriteString("role", "assistant");
        _json.WriteString("content", "");
        End(null, frames);
        return state;
    }

    private void WriteChoice(in Delta delta, ChatChoiceState state, IBufferWriter<byte> frames)
    {
        if (delta.Kind == DeltaKind.PartStart) state.Open(delta);
        if (delta.Kind == DeltaKind.LogProbs)
        {
            Begin(delta.Choice, frames);
            EndWithProbabilities(delta.Json, frames);
        }
        else if (delta.Kind == DeltaKind.ChoiceEnd)
        {
            Begin(delta.Choice, frames);
            End(ChatStops.Write(delta.Stop), frames);
        }
        else if (state.Has(delta))
        {
            Begin(delta.Choice, frames);
            state.Write(delta, _json);
            End(null, frames);
        }

        if (delta.Kind == DeltaKind.PartEnd) state.Close(delta.Part);
    }

    /// <summary>Up to the delta's brace.</summary>
    private void Begin(int choice, IBufferWriter<byte> frames)
    {
        frames.Write(_head);
        Span<byte> digits = stackalloc byte[11];
        choice.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        frames.Write(digits[..count]);
        frames.Write(",\"delta\":"u8);
        _json.Reset(frames);
        _json.WriteStartObject();
    }

    private void End(string? reason, IBufferWriter<byte> frames)
    {
        _json.WriteEndObject();
        _json.Flush();
        frames.Write(",\"logprobs\":null,\"finish_reason\":"u8);
        WriteReason(reason, frames);
        frames.Write("}]}\n\n"u8);
    }

    private void EndWithProbabilities(JsonElement probabilities, IBufferWriter<byte> frames)
    {
        _json.WriteEndObject();
        _json.Flush();
        frames.Write(",\"logprobs\":"u8);
        frames.Write(JsonMarshal.GetRawUtf8Value(probabilities));
        frames.Write(",\"finish_reason\":null}]}\n\n"u8);
    }

    private static void WriteReason(string? reason, IBufferWriter<byte> frames)
    {
        if (reason is null) frames.Write("null"u8);
        else frames.Write(Encoding.ASCII.GetBytes($"\"{reason}\""));
    }

    private void WriteEnd(IBufferWriter<byte> frames)
    {
        if (asked.StreamUsage && _usage.Source != UsageSource.None)
        {
            frames.Write(_head.AsSpan(0, _head.Length - "{\"index\":"u8.Length));
            frames.Write("],"u8);
            _json.Reset(frames);
            ChatUsage.Write(_usage, _json);
            _json.Flush();
            frames.Write("}\n\n"u8);
        }

        frames.Write("data: [DONE]\n\n"u8);
    }

    private void WriteFault(ProviderError error, IBufferWriter<byte> frames)
    {
        frames.Write("data: "u8);
        _json.Reset(frames);
        OpenAiErrorWriter.Write(error, _json);
        _json.Flush();
        frames.Write("\n\n"u8);
    }

    private byte[] HeadOf(in Delta start)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        bytes.Write("data: "u8);
        _json.Reset(bytes);
        _json.WriteStartObject();
        _json.WriteString("id", start.Id ?? AnswerIds.Make("chatcmpl-", now));
        _json.WriteString("object", "chat.completion.chunk");
        _json.WriteNumber("created", now.ToUnixTimeSeconds());
        _json.WriteString("model", start.Name ?? asked.Model);
        _json.Flush();
        bytes.Write(",\"choices\":[{\"index\":"u8);
        return bytes.WrittenSpan.ToArray();
    }
}
