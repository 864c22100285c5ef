using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>The texts of a stream that is whole: each channel of it is one, however many frames it came in; what no channel has is a text of its own. What says again what another says is one where it says something else.</summary>
internal sealed class StreamTexts : IDisposable
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Translation.MaxDepth, AllowDuplicateProperties = false };

    private readonly FrameFinder _finder;
    private readonly FrameData _frame;
    private readonly FrameFinds _finds = new();
    private readonly Dictionary<ChannelKey, (GuardPlace Place, bool IsEcho, StringBuilder Text)> _channels = [];
    private readonly List<(bool IsEcho, JudgedText Text)> _whole = [];

    private StreamTexts(WireFormat format, bool isBinary) => (_finder, _frame) = (FrameFinder.Of(format), new(isBinary));

    /// <exception cref="InvalidDataException">It is no stream.</exception>
    /// <exception cref="JsonException">A frame is no JSON.</exception>
    public static ImmutableArray<JudgedText> Of(WireFormat format, FrameSplitter splitter, ReadOnlySequence<byte> frames)
    {
        using var texts = new StreamTexts(format, splitter is EventStreamSplitter);
        while (!frames.IsEmpty && splitter.TryFindEnd(frames, out var length, out var isTail))
        {
            if (!isTail) texts.Read(frames.Slice(0, length));
            frames = frames.Slice(length);
        }

        if (!frames.IsEmpty) texts.Read(frames);
        return texts.Gather();
    }

    public void Dispose() => _frame.Dispose();

    private void Read(in ReadOnlySequence<byte> bytes)
    {
        if (!_frame.TryRead(bytes) || _frame.IsDone) return;
        using var json = JsonDocument.Parse(_frame.Json, s_options);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException("a frame holds no object");
        _finds.Reset(_frame.Json);
        _finder.Find(_frame.Name, json.RootElement, _finds);
        foreach (var text in _finds.Texts) Add(text);
    }

    private void Add(in FrameText text)
    {
        if (text.Kind is FrameTextKind.Name or FrameTextKind.Repeat or FrameTextKind.Seal) return;
        var value = RequestTexts.Decode(new(_frame.Json.Slice(text.Start, text.Length)));
        if (text.Kind is not (FrameTextKind.Piece or FrameTextKind.JsonPiece))
        {
            _whole.Add((text.IsEcho, new(text.Place, value)));
            return;
        }

        if (!_channels.TryGetValue(text.Channel, out var channel)) _channels.Add(text.Channel, channel = (text.Place, text.IsEcho, new()));
        channel.Text.Append(value);
    }

    private ImmutableArray<JudgedText> Gather()
    {
        var all = _channels.Values.Select(channel => (channel.IsEcho, Text: new JudgedText(channel.Place, channel.Text.ToString()))).Concat(_whole).ToList();
        return [.. all.Where(text => !text.IsEcho).Concat(all.Where(text => text.IsEcho)).Select(text => text.Text).Distinct()];
    }
}
