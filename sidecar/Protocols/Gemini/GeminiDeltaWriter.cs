using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Writes streamGenerateContent's events (<c>alt=sse</c>). A function's call stands whole in one event, so its arguments are kept until its part ends. The ends of the
/// candidates and the usage stand in the last event, as Google sends them.
/// </summary>
internal sealed class GeminiDeltaWriter : DeltaWriter
{
    private const int MostKept = 1 << 20;
    private static readonly GeminiOpenPart s_text = new(PartKind.Text, "", "");
    private readonly GeminiEvents _events = new();
    private readonly Dictionary<(int Choice, int Part), GeminiOpenPart> _open = [];
    private readonly SortedDictionary<int, StopReason> _stops = [];
    private readonly HashSet<int> _broken = [];
    private Usage _usage;
    private int _kept;

    public override void Write(in Delta delta, IBufferWriter<byte> frames)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Start:
                (_events.Id, _events.Model, _usage) = (delta.Id, delta.Name, delta.Usage);
                break;
            case DeltaKind.PartStart:
                _open[(delta.Choice, delta.Part)] = new(delta.Opens, delta.Id ?? "", delta.Name ?? "");
                break;
            case DeltaKind.Text:
                WriteText(delta, frames);
                break;
            case DeltaKind.Arguments:
                Keep(delta);
                break;
            case DeltaKind.Signature:
                WriteSignature(delta, frames);
                break;
            case DeltaKind.LogProbs:
                _events.StartPart(frames).WriteString("text", "");
                _events.EndPart(delta.Choice, delta.Json, frames);
                break;
            case DeltaKind.PartEnd:
                EndPart(delta, frames);
                break;
            case DeltaKind.ChoiceEnd:
                _stops[delta.Choice] = delta.Stop;
                break;
            case DeltaKind.Usage:
                _usage = delta.Usage;
                break;
            case DeltaKind.Fault:
                WriteFault(delta.Error, frames);
                break;
            default:
                WriteEnd(frames);
                break;
        }
    }

    private GeminiOpenPart PartOf(in Delta delta) => _open.GetValueOrDefault((delta.Choice, delta.Part)) ?? s_text;

    private void WriteText(in Delta delta, IBufferWriter<byte> frames)
    {
        var kind = PartOf(delta).Kind;
        if (kind == PartKind.ToolCall || delta.Text.IsEmpty) return;
        var json = _events.StartPart(frames);
        delta.Text.WriteTo(json, "text");
        if (kind is PartKind.Reasoning or PartKind.SealedReasoning) json.WriteBoolean("thought", true);
        _events.EndPart(delta.Choice, default, frames);
    }

    private void Keep(in Delta delta)
    {
        var part = PartOf(delta);
        if (part.Kind != PartKind.ToolCall) return;
        var text = delta.Text.ToString();
        _kept += text.Length;
        if (_kept > MostKept) throw new JsonException("the arguments of calls are too long");
        part.Append(text);
    }

    /// <summary>Of a text it stands in a part of its own behind it, as Google sends it.</summary>
    private void WriteSignature(in Delta delta, IBufferWriter<byte> frames)
    {
        var part = PartOf(delta);
        if (delta.Signature is not { } signature) return;
        if (part.Kind == PartKind.ToolCall)
        {
            part.Signature = signature;
            return;
        }

        var json = _events.StartPart(frames);
        json.WriteString("text", "");
        if (part.Kind is PartKind.Reasoning or PartKind.SealedReasoning) json.WriteBoolean("thought", true);
        json.WriteString("thoughtSignature", part.Kind == PartKind.SealedReasoning ? GeminiSignatures.WriteSealed(signature) : GeminiSignatures.Write(signature));
        _events.EndPart(delta.Choice, default, frames);
    }

    private void EndPart(in Delta delta, IBufferWriter<byte> frames)
    {
        if (!_open.Remove((delta.Choice, delta.Part), out var part) || part.Kind != PartKind.ToolCall) return;
        _kept -= part.Length;
        if (part.Arguments() is not { } arguments)
        {
            _broken.Add(delta.Choice);
            return;
        }

        var json = _events.StartPart(frames);
        GeminiAnswerWriter.WriteCall(part.Id, part.Name, arguments, json);
        if (part.Signature is { } signature) json.WriteString("thoughtSignature", GeminiSignatures.Write(signature));
        _events.EndPart(delta.Choice, default, frames);
    }

    private static void WriteFault(ProviderError? error, IBufferWriter<byte> frames)
    {
        var kind = error?.Kind ?? ErrorKind.Server;
        frames.Write(ErrorWriter.Event(WireFormat.GeminiContent, new(kind, GeminiErrors.StatusOf(kind), error?.Code ?? "provider_error", error?.Message ?? "")));
    }

    private void WriteEnd(IBufferWriter<byte> frames)
    {
        var json = _events.Start(frames);
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        foreach (var (choice, stop) in _stops)
        {
            GeminiEvents.StartContent(json);
            json.WriteString("text", "");
            GeminiEvents.EndContent(choice, json);
            json.WriteString("finishReason", _broken.Contains(choice) ? GeminiStops.WriteBroken(stop) : GeminiStops.Write(stop));
            json.WriteEndObject();
        }

        _events.EndAnswer(_usage, frames);
    }
}
