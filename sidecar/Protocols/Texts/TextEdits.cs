using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// Lets the guards of a call look at the texts of a body, one after another in their order, and keeps what they change: a string for a string, and no other byte. Room that was used for
/// one text is used for the next.
/// </summary>
/// <param name="session">The guards.</param>
/// <param name="isAnswer">Whether the body is an answer: what stands in it of its request has been looked at before, and is not counted again.</param>
internal sealed class TextEdits(GuardSession session, bool isAnswer = false) : IDisposable
{
    private readonly GuardSession _echo = isAnswer ? session.Echo() : session;
    private readonly CharBuffer _text = new();
    private readonly CharBuffer _released = new();
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
            if ((isAnswer && text.Form == TextForm.Repeat) || session.Plan.Of(text.Place).IsEmpty) continue;
            var known = _edits.Count;
            if (!TryGuard(body, text)) return false;
            if (_edits.Count > known) (changed ??= []).Add(text.Group);
        }

        if (isAnswer) session.Absorb(_echo);
        if (changed is not null) Empty(body, texts, changed);
        return true;
    }

    /// <summary>Turns reversible masks of the call back; false where a text is broken.</summary>
    public bool TryRestore(in ReadOnlySequence<byte> body, List<TextAt> texts)
    {
        foreach (var text in texts)
        {
            if (text.Form == TextForm.Repeat) continue;
            var value = Contiguous(body.Slice(text.Start, text.Length));
            if (!TryRead(value, text.Form)) return false;
            using var restorer = new VaultRestorer(session.Vault);
            Pass(restorer, text);
        }

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
        if (!TryRead(Contiguous(body.Slice(text.Start, text.Length)), text.Form)) return false;
        var (checks, place) = (session.Plan.Of(text.Place), text.Place);
        var own = isAnswer && place is GuardPlace.Input or GuardPlace.SystemPrompt or GuardPlace.ToolDefinition ? _echo : session;
        if (text.Form is not (TextForm.Json or TextForm.JsonInString or TextForm.Repeat))
        {
            using var whole = new TextGuard(checks, own, place) { MasksDeny = text.Form == TextForm.Name };
            return Pass(whole, text) || Deny(own);
        }

        using var guard = new JsonPieceGuard(checks.RemoveAll(check => check.ReadsJson), own, place);
        return (TryLook(checks, own, place) && Pass(guard, text)) || Deny(own);
    }

    /// <summary>JSON as it is written, for the checks that read it so; they mask nothing.</summary>
    private bool TryLook(ImmutableArray<TextCheck> checks, GuardSession own, GuardPlace place)
    {
        if (!checks.Any(check => check.ReadsJson)) return true;
        using var guard = new TextGuard([.. checks.Where(check => check.ReadsJson)], own, place);
        _released.Clear();
        return guard.Take(_text.Written, _released) && guard.Finish(_released);
    }

    private bool Deny(GuardSession own)
    {
        if (own != session) session.Absorb(own);
        return false;
    }

    /// <summary>Lets the text that was read pass; false where the guard denies it.</summary>
    private bool Pass(PieceGuard guard, in TextAt text)
    {
        _released.Clear();
        if (!guard.Take(_text.Written, _released) || !guard.Finish(_released)) return false;
        if (!_released.Written.SequenceEqual(_text.Written)) _edits.Add(new(text.Start, text.Length, Write(text.Form)));
        return true;
    }

    /// <summary>Takes a string's characters, or JSON as it is written; false where it is not UTF-8.</summary>
    private bool TryRead(ReadOnlySpan<byte> value, TextForm form)
    {
        _text.Clear();
        IsBroken = !System.Text.Unicode.Utf8.IsValid(value);
        if (IsBroken) return false;
        if (form is TextForm.Json or TextForm.Repeat) Encoding.UTF8.GetChars(value, _text);
        else JsonStrings.Unescape(value[1..^1], _text);
        return true;
    }

    private byte[] Write(TextForm form)
    {
        var bytes = new ArrayBufferWriter<byte>(_released.Length + 16);
        if (form is TextForm.Json or TextForm.Repeat)
        {
            Encoding.UTF8.GetBytes(_released.Written, bytes);
            return bytes.WrittenSpan.ToArray();
        }

        bytes.Write("\""u8);
        JsonStrings.Escape(_released.Written, bytes);
        bytes.Write("\""u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What repeats a changed text in pieces says nothing any more: a list is emptied, all else is null.</summary>
    private void Empty(in ReadOnlySequence<byte> body, List<TextAt> texts, HashSet<long> changed)
    {
        var emptied = texts.FindAll(text => text.Form == TextForm.Repeat && changed.Contains(text.Group));
        var starts = emptied.Select(text => text.Start).ToHashSet();
        _edits.RemoveAll(edit => starts.Contains(edit.Start));
        foreach (var text in emptied) _edits.Add(new(text.Start, text.Length, body.Slice(text.Start, 1).FirstSpan[0] == '[' ? "[]"u8.ToArray() : "null"u8.ToArray()));

        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
    }

    private static ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> value) => value.IsSingleSegment ? value.FirstSpan : value.ToArray();
}
