using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// Writes a streamed message. Blocks follow each other: of tool calls that come together the first flows, and the others are kept until it is whole, at most
/// <see cref="MostHeld"/> characters. The usage, which some providers tell last, stands in the last event but one, and so does the reason to stop.
/// </summary>
internal sealed class AnthropicDeltaWriter(string id, string model) : DeltaWriter
{
    public const int MostHeld = 1 << 20;

    private readonly AnthropicEvents _events = new();
    private readonly Queue<AnthropicBlock> _waiting = [];
    private AnthropicBlock? _block;
    private int _held;
    private bool _hasStarted;
    private bool _hasEnded;
    private bool _callsTool;
    private StopReason _stop = StopReason.Other;
    private string? _sequence;
    private Usage _usage;

    public override void Write(in Delta delta, IBufferWriter<byte> frames)
    {
        if (_hasEnded || delta.Choice != 0) return;
        if (delta.Usage != default) _usage = delta.Usage;
        _events.Target(frames);
        if (delta.Kind == DeltaKind.Fault)
        {
            _hasEnded = true;
            _events.Error(delta.Error!);
            return;
        }

        if (!_hasStarted) Start(delta);
        if (delta.Kind is DeltaKind.PartStart or DeltaKind.Text or DeltaKind.Arguments or DeltaKind.Signature or DeltaKind.PartEnd) TakePart(delta);
        else if (delta.Kind is DeltaKind.ChoiceEnd or DeltaKind.End) TakeEnd(delta);
    }

    private void Start(in Delta delta)
    {
        _hasStarted = true;
        var isStart = delta.Kind == DeltaKind.Start;
        _events.Start((isStart ? delta.Id : null) ?? id, (isStart ? delta.Name : null) ?? model, _usage);
    }

    private void TakeEnd(in Delta delta)
    {
        CloseAll();
        if (delta.Kind == DeltaKind.ChoiceEnd)
        {
            (_stop, _sequence) = (delta.Stop, delta.Name);
            return;
        }

        _hasEnded = true;
        _events.Stop(AnthropicWords.WordOf(_stop, _callsTool), _sequence, _usage);
    }

    private void TakePart(in Delta delta)
    {
        if (delta.Kind == DeltaKind.PartStart)
        {
            Begin(new(delta));
            return;
        }

        var block = Find(delta.Part);
        if (block is null) return;
        if (delta.Kind == DeltaKind.Signature) block.Signature = delta.Signature;
        else if (delta.Kind == DeltaKind.PartEnd) block.IsWhole = true;
        else if (block == _block) Flow(block, delta.Text);
        else Hold(block, delta.Text);
        if (block == _block && block.IsWhole) Advance();
    }

    private AnthropicBlock? Find(int part)
    {
        if (_block?.Part == part) return _block;
        foreach (var block in _waiting)
        {
            if (block.Part == part) return block;
        }

        return null;
    }

    /// <summary>A block behind one of words has come to its turn: words never wait for anything.</summary>
    private void Begin(AnthropicBlock block)
    {
        _callsTool |= block.Kind == PartKind.ToolCall;
        if (_block is { Kind: not PartKind.ToolCall, IsWhole: false } words)
        {
            words.IsWhole = true;
            Advance();
        }

        if (_block is null) _block = block;
        else if (_waiting.Count < MostWaiting) _waiting.Enqueue(block);
        else throw new InvalidOperationException("Too many tool calls are open together.");
    }

    private const int MostWaiting = 256;

    private void Hold(AnthropicBlock block, TextValue text)
    {
        var piece = text.ToString();
        _held += piece.Length;
        if (_held > MostHeld) throw new InvalidOperationException("Tool calls that are open together are longer than may be kept.");
        block.Held.Append(piece);
    }

    private void Flow(AnthropicBlock block, TextValue text)
    {
        if (text.IsEmpty) return;
        Open(block);
        _events.Piece(block.Kind, text);
    }

    /// <summary>The first event waits for the first piece, so that what must stand before the block can come until then.</summary>
    private void Open(AnthropicBlock block)
    {
        if (block.IsOpen) return;
        block.IsOpen = true;
        if (block.Kind is PartKind.ToolCall or PartKind.Text && block.Signature is { } carried) _events.Carried(carried);
        _events.Open(block);
    }

    private void CloseAll()
    {
        while (_block is not null)
        {
            _block.IsWhole = true;
            Advance();
        }
    }

    /// <summary>Ends the block that is whole, and writes of those that wait what has come of them.</summary>
    private void Advance()
    {
        while (_block is { IsWhole: true } whole)
        {
            Close(whole);
            if (!_waiting.TryDequeue(out _block)) return;
            if (_block.Held.Length == 0) continue;
            _held -= _block.Held.Length;
            Flow(_block, _block.Held.ToString());
            _block.Held.Clear();
        }
    }

    private void Close(AnthropicBlock block)
    {
        if (block.Kind is PartKind.Text or PartKind.Refusal && !block.IsOpen) return; // An empty text is none: the provider would refuse it in the next turn.
        Open(block);
        if (block.Kind == PartKind.Reasoning && block.Signature is { } signature) _events.Signature(signature);
        _events.Close();
    }
}
