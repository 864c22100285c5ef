using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// Lets the guards of a call look at the texts of a body, one after another in their order, and keeps what they change: a string for a string, and no other byte. Room that was used for
/// one text is used for the next.
/// </summary>
internal sealed class TextEdits(GuardSession session) : IDisposable
{
    private readonly PooledChars _text = new();
    private readonly PooledChars _released = new();
    private readonly List<BodyEdit> _edits = [];

    /// <summary>What is to be changed: ordered, not overlapping.</summary>
    public IReadOnlyList<BodyEdit> Edits => _edits;

    /// <summary>Whether a text is not UTF-8: it can be neither looked at nor passed.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Guards the texts; false where a check denies, or a text is broken.</summary>
    public bool TryGuard(in ReadOnlySequence<byte> body, List<TextAt> texts)
    {
        HashSet<long>? changed = null;
        foreach (var text in texts)
        {
            if (text.Form == TextForm.Repeat || session.Plan.Of(text.Place).IsEmpty) continue;
            var known = _edits.Count;
            if (!TryGuard(body, text)) return false;
            if (_edits.Count > known) (changed ??= []).Add(text.Group);
        }

        if (changed is not null) Empty(body, texts, changed);
        return true;
    }

    /// <summary>Puts characters behind a string that is a text, whether it was changed or not; they must stand for themselves in JSON.</summary>
    public void Append(in TextAt text, ReadOnlySpan<byte> characters)
    {
        var start = text.Start;
        var known = _edits.FindIndex(edit => edit.Start == start);
        if (known >= 0) _edits[known] = _edits[known] with { Text = (byte[])[.. _edits[known].Text.Span[..^1], .. characters, (byte)'"'] };
        else _edits.Add(new(text.Start + text.Length - 1, 0, characters.ToArray()));
        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
    }

    public void Dispose()
    {
        _text.Dispose();
        _released.Dispose();
    }

    private bool TryGuard(in ReadOnlySequence<byte> body, in TextAt text)
    {
        var value = body.Slice(text.Start, text.Length);
        if (value.IsSingleSegment) return TryGuard(value.FirstSpan, text);
        var bytes = ArrayPool<byte>.Shared.Rent((int)text.Length);
        value.CopyTo(bytes);
        var passes = TryGuard(bytes.AsSpan(0, (int)text.Length), text);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return passes;
    }

    private bool TryGuard(ReadOnlySpan<byte> value, in TextAt text) => text.Form switch
    {
        TextForm.Json => TryGuardAll(value, JsonTexts.Of(value, text)!, text),
        TextForm.JsonInString => TryGuardArguments(value, text),
        _ => TryGuardOne(value, text),
    };

    private bool TryGuardAll(ReadOnlySpan<byte> json, List<TextAt> texts, in TextAt whole)
    {
        var checks = session.Plan.Of(whole.Place);
        if (checks.Any(check => check.ReadsJson) && !TryLook([.. checks.Where(check => check.ReadsJson)], json, whole)) return false;
        foreach (var text in texts)
        {
            if (!TryGuardOne(json.Slice((int)(text.Start - whole.Start), (int)text.Length), text, isInJson: true)) return false;
        }

        return true;
    }

    /// <summary>JSON as it is written, for the checks that read it so; they mask nothing.</summary>
    private bool TryLook(ImmutableArray<TextCheck> checks, ReadOnlySpan<byte> json, in TextAt whole)
    {
        _text.Clear();
        _released.Clear();
        IsBroken = !JsonStrings.TryCopy(json, _text);
        if (IsBroken) return false;
        using var guard = new TextGuard(checks, session, whole.Place);
        return guard.Take(_text.Written, _released) && guard.Finish(_released);
    }

    /// <summary>JSON in a string, as its own body; what is no JSON is a text.</summary>
    private bool TryGuardArguments(ReadOnlySpan<byte> value, in TextAt text)
    {
        if (!TryRead(value)) return false;
        var json = Encoding.UTF8.GetBytes(_text.Written.ToArray());
        if (JsonTexts.Of(json, text with { Start = 0 }) is not { } texts) return TryGuardOne(value, text);
        using var inner = new TextEdits(session);
        var passes = inner.TryGuardAll(json, texts, text with { Start = 0 });
        if (passes && inner._edits.Count > 0) _edits.Add(new(text.Start, text.Length, JsonStrings.Write(Encoding.UTF8.GetString(Splice(json, inner._edits)))));
        return passes;
    }

    private bool TryGuardOne(ReadOnlySpan<byte> value, in TextAt text, bool isInJson = false)
    {
        if (!TryRead(value)) return false;
        _released.Clear();
        var checks = session.Plan.Of(text.Place);
        using (var guard = new TextGuard(isInJson ? checks.RemoveAll(check => check.ReadsJson) : checks, session, text.Place))
        {
            if (!guard.Take(_text.Written, _released) || !guard.Finish(_released)) return false;
        }

        if (_released.Written.SequenceEqual(_text.Written)) return true;
        if (text.Form == TextForm.Name) return DenyName(text.Place);
        _edits.Add(new(text.Start, text.Length, JsonStrings.Write(_released.Written)));
        return true;
    }

    /// <summary>The characters of a string, or of a number.</summary>
    private bool TryRead(ReadOnlySpan<byte> value)
    {
        _text.Clear();
        IsBroken = !(value[0] == '"' ? JsonStrings.TryRead(value[1..^1], _text) : JsonStrings.TryCopy(value, _text));
        return !IsBroken;
    }

    /// <summary>Under another name a member would be another.</summary>
    private bool DenyName(GuardPlace place)
    {
        var masking = session.Findings.Last(finding => finding.Place == place && finding.Check is { Bites: true, Action: GuardAction.Mask });
        session.Add(masking.Check with { Action = GuardAction.Deny }, masking.Label, place);
        return false;
    }

    /// <summary>What repeats a changed text in pieces says nothing any more: a list is emptied, all else is null.</summary>
    private void Empty(in ReadOnlySequence<byte> body, List<TextAt> texts, HashSet<long> changed)
    {
        foreach (var text in texts)
        {
            if (text.Form != TextForm.Repeat || !changed.Contains(text.Group)) continue;
            _edits.Add(new(text.Start, text.Length, body.Slice(text.Start, 1).FirstSpan[0] == '[' ? "[]"u8.ToArray() : "null"u8.ToArray()));
        }

        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
    }

    private static byte[] Splice(ReadOnlySpan<byte> json, List<BodyEdit> edits)
    {
        var spliced = new ArrayBufferWriter<byte>(json.Length + 64);
        var position = 0;
        foreach (var edit in edits)
        {
            spliced.Write(json[position..(int)edit.Start]);
            spliced.Write(edit.Text.Span);
            position = (int)(edit.Start + edit.Length);
        }

        spliced.Write(json[position..]);
        return spliced.WrittenSpan.ToArray();
    }
}
