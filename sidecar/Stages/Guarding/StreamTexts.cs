using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>The texts of a stream that is whole: each part of each choice is one, however many frames it came in.</summary>
internal sealed class StreamTexts
{
    private readonly Dictionary<(int Choice, int Part, DeltaKind Kind), StringBuilder> _texts = [];
    private readonly List<Delta> _deltas = [];

    /// <exception cref="InvalidDataException">It is no stream.</exception>
    /// <exception cref="JsonException">A frame is no JSON.</exception>
    public static ImmutableArray<JudgedText> Of(WireFormat format, FrameSplitter splitter, ReadOnlySequence<byte> frames)
    {
        var texts = new StreamTexts();
        var reader = (ConversationFormats.Of(format) ?? ConversationFormats.Of(WireFormat.OpenAiChat)!).NewDeltaReader();
        while (!frames.IsEmpty && splitter.TryFindEnd(frames, out var length, out var isTail))
        {
            if (!isTail) texts.Read(frames.Slice(0, length), splitter, reader);
            frames = frames.Slice(length);
        }

        if (!frames.IsEmpty) texts.Read(frames, splitter, reader);
        return [.. texts._texts.Select(text => new JudgedText(text.Key.Kind == DeltaKind.Arguments ? GuardPlace.ToolArguments : GuardPlace.Output, text.Value.ToString()))];
    }

    private void Read(in ReadOnlySequence<byte> bytes, FrameSplitter splitter, DeltaReader reader)
    {
        JsonDocument? data = null;
        try
        {
            if (FrameReader.Read(bytes, splitter, out data) is not { } frame) return;
            reader.Read(frame, _deltas);
            foreach (var delta in _deltas) Add(delta);
        }
        finally
        {
            _deltas.Clear();
            data?.Dispose();
        }
    }

    private void Add(Delta delta)
    {
        if (delta.Kind is not (DeltaKind.Text or DeltaKind.Arguments)) return;
        var key = (delta.Choice, delta.Part, delta.Kind);
        if (!_texts.TryGetValue(key, out var text)) _texts.Add(key, text = new());
        text.Append(delta.Text.ToString());
    }
}
