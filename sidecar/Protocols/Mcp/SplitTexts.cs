using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// What is split over the texts of one message: a model reads them one behind the other. Only credentials and words are looked for across a border, since numbers that stand side by side make
/// other numbers; what is found there is denied where it would be masked, since no one text has it. Each text was looked at by itself before.
/// </summary>
/// <param name="session">The guards.</param>
/// <param name="edits">What they have masked so far: texts are looked at as the agent would have them.</param>
internal readonly struct SplitTexts(GuardSession session, GateEdits edits)
{
    /// <summary>The refusal that stands for the message, or null.</summary>
    public GateRefusal? Check(in ReadOnlySequence<byte> message, List<TextAt> texts)
    {
        var checks = session.Plan.Of(GuardPlace.ToolResult).RemoveAll(check => check.Facts.Type is not (CheckTypes.Secrets or CheckTypes.Words));
        if (checks.IsEmpty || texts.Count(IsText) < 2) return null;
        using var all = new CharBuffer();
        var borders = new List<long>();
        foreach (var text in texts.Where(IsText))
        {
            borders.Add(all.Written.Length);
            var value = edits.At(text.Start) is { } masked ? masked.Span : message.Slice(text.Start, text.Length).ToArray();
            JsonStrings.Unescape(value[1..^1], all);
        }

        foreach (var check in checks) Find(check, all.Written, borders);
        return session.TakeDenial() is { } denial ? GateRefusal.Guarded(denial) : null;
    }

    private static bool IsText(TextAt text) => text is { Place: GuardPlace.ToolResult, Form: TextForm.Text, Length: > 2 };

    private void Find(TextCheck check, ReadOnlySpan<char> all, List<long> borders)
    {
        using var scan = check.Start();
        List<TextMatch> found = [];
        scan.Read(new(all, 0, 0), found);
        scan.Finish(new(all, 0, all.Length), found);
        var facts = check.Facts.Action == GuardAction.Mask ? check.Facts with { Action = GuardAction.Deny } : check.Facts;
        foreach (var match in found)
        {
            if (borders.Exists(border => match.Start < border && border < match.End)) session.Add(facts, match.Label, GuardPlace.ToolResult);
        }
    }
}
