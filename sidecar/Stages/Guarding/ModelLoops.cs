using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;
using AiGateway.Sidecar.Guards.Loops;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Looks for calls of tools that go round in what a request to a model tells of them: at first the model is told behind the last result, then the request is refused. What was called before
/// the user's last words does not count. A request that cannot be read as a conversation tells of no calls.
/// </summary>
internal sealed class ModelLoops(InputTexts texts)
{
    /// <summary>As an <see cref="InputCheck"/>, behind those that look at texts.</summary>
    public ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        return new(plan is { Guard: { Plan.Loops.IsEmpty: false } guard, Permit.Call: { Request: not null } call } ? Check(call, guard) : null);
    }

    private Refusal? Check(Call call, GuardSession guard)
    {
        if (ConversationFormats.Of(call.Format) is not { } format || HistoryOf(format, call.Request!.Body.Bytes) is not { Count: > 0 } history) return null;
        LoopFound warning = default;
        foreach (var check in guard.Plan.Loops)
        {
            if (check.IsExempt(history[^1].Tool)) continue;
            var found = LoopFinder.Find([.. history.Where(entry => !check.IsExempt(entry.Tool))]);
            if (found.Label is not { } label || found.Count < Math.Min(check.WarnAfter, check.StopAfter)) continue;
            guard.Add(check.Facts, label, GuardPlace.ToolArguments);
            if (!check.Facts.Bites) continue;
            if (found.Count >= check.StopAfter) return LoopRefusal.Of(found with { Count = found.Count + 1 }, history[^1].Tool, check, isStop: true);
            warning = found;
        }

        if (warning.Label is null) return null;
        guard.TakeDenial(); // The request goes on, with the warning.
        return Warn(call, LoopRefusal.Warning(warning, history[^1].Tool), guard);
    }

    /// <summary>Puts the sentence behind the last result; where that has no text, the finding alone tells of it.</summary>
    private Refusal? Warn(Call call, string sentence, GuardSession guard)
    {
        var body = call.Request!.Body.Bytes;
        if (LastResult(BodyTexts.OfRequest(call.Format, body), body) is not { } last) return null;
        var content = new ArrayBufferWriter<byte>();
        JsonStrings.Escape("\n\n" + sentence, content);
        using var edits = new TextEdits(guard);
        edits.Append(last, content.WrittenSpan.ToArray());
        return texts.Replace(call, edits.Edits);
    }

    private static TextAt? LastResult(List<TextAt> texts, ReadOnlySequence<byte> body)
    {
        var at = texts.FindLastIndex(text => text.Place == GuardPlace.ToolResult);
        if (at < 0 || texts[at].Form is not TextForm.Json) return at < 0 ? null : texts[at];
        var json = new Utf8JsonReader(body.Slice(texts[at].Start, texts[at].Length), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        TextAt? last = null;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.String) last = new(GuardPlace.ToolResult, TextForm.Text, texts[at].Start + json.TokenStartIndex, json.BytesConsumed - json.TokenStartIndex);
        }

        return last;
    }

    /// <summary>The calls since the user's last words; null where the body is no conversation that can be read.</summary>
    private static List<LoopEntry>? HistoryOf(ConversationFormat format, in ReadOnlySequence<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MemberNames.MaxDepth });
            var history = new List<LoopEntry>();
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var turn in format.ReadRequest(document.RootElement).Turns)
            {
                if (turn.Role == Role.User && turn.Parts.Any(part => part is not ToolResultPart)) history.Clear();
                foreach (var part in turn.Parts) Take(part, history, places);
            }

            return history;
        }
        catch (Exception unfit) when (unfit is UnfitFieldException || Untrusted.IsGarbage(unfit))
        {
            return null;
        }
    }

    private static void Take(Part part, List<LoopEntry> history, Dictionary<string, int> places)
    {
        if (part is ToolCallPart call)
        {
            places[call.Id] = history.Count;
            history.Add(new(call.Name, CallHash.Of(new ReadOnlySequence<byte>(call.Arguments)), null));
        }
        else if (part is ToolResultPart result && places.TryGetValue(result.CallId, out var at) && at < history.Count)
        {
            history[at] = history[at] with { Result = ResultOf(result) ?? (UInt128)at, IsFailure = result.IsError };
        }
    }

    /// <summary>A hash of a result's texts; null where it has others than texts, which are taken to differ each time.</summary>
    private static UInt128? ResultOf(ToolResultPart result)
    {
        var text = new StringBuilder();
        foreach (var part in result.Parts)
        {
            if (part is not TextPart plain) return null;
            text.Append(plain.Text.ToString()).Append('\n');
        }

        return CallHash.OfText(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
