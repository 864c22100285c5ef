using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// The guards over one message of a tool server after another. The items of a list are looked at one by one, so that one that is denied is not in it; all else of a message passes or is
/// denied together, its content and its structured content alike.
/// </summary>
internal sealed class MessageGuard(GuardSession session)
{
    private List<TextAt> _texts = [];

    /// <summary>The guards of an exchange; null where no check looks at what servers say.</summary>
    public static MessageGuard? Of(GuardSession? session) =>
        session is not null && (Looks(session, GuardPlace.ToolResult) || Looks(session, GuardPlace.ToolDefinition)) ? new(session) : null;

    /// <summary>Reads a message that was found to be one.</summary>
    public void Read(in ReadOnlySequence<byte> message)
    {
        _texts = McpTexts.OfServer(message);
        _texts.RemoveAll(text => !Looks(session, text.Place));
    }

    /// <summary>Looks at the texts of an item or member and is done with them; false where they are denied.</summary>
    public bool TryTake(in ReadOnlySequence<byte> message, long start, long end, GateEdits edits)
    {
        var texts = Take(start, end);
        return Guard(message, texts, edits) is null;
    }

    /// <summary>Is done with texts that do not pass in any case.</summary>
    public void Leave(long start, long end) => Take(start, end);

    /// <summary>Looks at what is left of the message; the refusal that stands for all of it, or null.</summary>
    public GateRefusal? Finish(in ReadOnlySequence<byte> message, GateEdits edits)
    {
        _texts.RemoveAll(static text => text.Length == 0);
        return Guard(message, _texts, edits) ?? new SplitTexts(session, edits).Check(message, _texts);
    }

    /// <summary>The texts of a range, which are then taken. They stand in their order, so that a long list costs no more than its texts.</summary>
    private List<TextAt> Take(long start, long end)
    {
        var (from, to) = (0, _texts.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_texts[middle].Start < start) from = middle + 1;
            else to = middle;
        }

        List<TextAt> taken = [];
        for (; from < _texts.Count && _texts[from].Start < end; from++)
        {
            if (_texts[from].Length > 0) taken.Add(_texts[from]);
            _texts[from] = _texts[from] with { Length = 0 };
        }

        return taken;
    }

    private GateRefusal? Guard(in ReadOnlySequence<byte> message, List<TextAt> texts, GateEdits edits)
    {
        if (texts.Count == 0) return null;
        using var masks = new TextEdits(session);
        var passes = masks.TryGuard(message, texts);
        if (session.TakeDenial() is { } denial) return GateRefusal.Guarded(denial);
        if (!passes) return GateRefusal.Unread;
        foreach (var edit in masks.Edits) edits.Put(edit);
        return null;
    }

    private static bool Looks(GuardSession session, GuardPlace place) => !session.Plan.Of(place).IsEmpty;
}
