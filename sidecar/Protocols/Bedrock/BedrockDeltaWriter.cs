using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Writes a stream of Converse. Its blocks follow each other: what comes of a part while another is open waits, within bounds, until that one ends. The usage is told once,
/// at the end.
/// </summary>
internal sealed class BedrockDeltaWriter : DeltaWriter
{
    private const int MostWaiting = 1024 * 1024;

    private readonly BedrockEvents _events = new();
    private readonly List<HeldBlock> _blocks = [];
    private Usage _usage;
    private int _waiting;

    public override string ContentType => EventStreamReader.MediaType;

    public override void Write(in Delta delta, IBufferWriter<byte> frames)
    {
        if (delta.Choice != 0) return; // Converse gives one answer, and asks for one.
        switch (delta.Kind)
        {
            case DeltaKind.Start:
                _usage = delta.Usage;
                _events.MessageStart(frames);
                break;
            case DeltaKind.PartStart:
                _blocks.Add(new(delta));
                break;
            case DeltaKind.Text or DeltaKind.Arguments or DeltaKind.Signature or DeltaKind.PartEnd:
                WritePart(delta, frames);
                break;
            case DeltaKind.ChoiceEnd:
                foreach (var block in _blocks) block.IsEnded = true;
                Flush(frames);
                _events.MessageStop(frames, delta.Stop);
                break;
            case DeltaKind.Usage:
                _usage = delta.Usage;
                break;
            case DeltaKind.Fault:
                _events.Exception(frames, delta.Error!);
                break;
            case DeltaKind.End:
                _events.Metadata(frames, _usage);
                break;
        }
    }

    private void WritePart(in Delta delta, IBufferWriter<byte> frames)
    {
        var part = delta.Part;
        if (_blocks.Find(block => block.Part == part) is not { } block) return;
        var isFirst = ReferenceEquals(block, _blocks[0]);
        switch (delta.Kind)
        {
            case DeltaKind.PartEnd:
                block.IsEnded = true;
                if (isFirst) Flush(frames);
                break;
            case DeltaKind.Signature when isFirst && IsReasoning(block):
                _events.Signature(frames, block, delta.Signature!);
                break;
            case DeltaKind.Signature:
                block.Signature = delta.Signature; // Words have none in Converse.
                break;
            default:
                if (isFirst) _events.Text(frames, block, delta.Text);
                else Wait(block, delta.Text.ToString());
                break;
        }
    }

    private static bool IsReasoning(HeldBlock block) => block.Kind is PartKind.Reasoning or PartKind.SealedReasoning;

    private void Wait(HeldBlock block, string text)
    {
        _waiting += text.Length;
        if (_waiting > MostWaiting) throw new InvalidDataException("too much of a streamed answer waits for its turn");
        block.Waiting.Append(text);
    }

    /// <summary>Ends the first block where it has ended, and goes on with the next ones as far as they are.</summary>
    private void Flush(IBufferWriter<byte> frames)
    {
        while (_blocks.Count > 0 && _blocks[0].IsEnded)
        {
            _events.BlockStop(frames, _blocks[0]);
            _blocks.RemoveAt(0);
            if (_blocks.Count > 0) Release(_blocks[0], frames);
        }
    }

    private void Release(HeldBlock block, IBufferWriter<byte> frames)
    {
        if (block.Waiting.Length > 0) _events.Text(frames, block, block.Waiting.ToString());
        if (block.Signature is { } signature && IsReasoning(block)) _events.Signature(frames, block, signature);
        _waiting -= block.Waiting.Length;
        block.Waiting.Clear();
    }
}
