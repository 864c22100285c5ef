using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>
/// All checks of one place over one text, by exact hold-back: everything before the oldest match that is still possible goes on, and nothing else waits. Matches that touch each other
/// are one, masked as the first of them (by place, then by the order of the checks).
/// </summary>
internal sealed class TextGuard : PieceGuard
{
    /// <summary>How much of a text is held back at most, in characters; where a check would hold more, the text is denied.</summary>
    public const int MaxHeld = 4 * 1024 * 1024;

    private readonly GuardSession _session;
    private readonly GuardPlace _place;
    private readonly ImmutableArray<TextCheck> _checks;
    private readonly TextScan[] _scans;
    private readonly List<TextMatch> _found = [];
    private readonly List<(TextMatch Match, int Check)> _masks = [];
    private char[] _chars;
    private int _length;
    private long _start;
    private long _released;

    public TextGuard(ImmutableArray<TextCheck> checks, GuardSession session, GuardPlace place)
    {
        (_checks, _session, _place) = (checks, session, place);
        _scans = [.. checks.Select(check => check.Start())];
        _chars = ArrayPool<char>.Shared.Rent(512);
    }

    /// <summary>Whether what would be masked denies: in a place where nothing can stand for it.</summary>
    public bool MasksDeny { get; init; }

    /// <summary>Whether anything that was released stands for something else.</summary>
    public bool HasMasked { get; private set; }

    public override int Held => (int)(End - _released);

    private long End => _start + _length;

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        if (piece.IsEmpty) return true;
        var fresh = _length;
        Append(piece);
        Scan(fresh, isLast: false);
        if (_session.Denial is not null) return false;
        Release(Settled(), released);
        Trim();
        if (Held <= MaxHeld) return true;
        return !Deny("TOO_LONG_TO_HOLD");
    }

    public override bool Finish(IBufferWriter<char> released)
    {
        Scan(_length, isLast: true);
        if (_session.Denial is not null) return false;
        Release(End, released);
        return true;
    }

    /// <summary>Denies the text for what it is, not for what is in it; false where no check of it bites.</summary>
    public bool Deny(string label) => _session.DenyUnread(_checks, _place, label);

    public override void Dispose()
    {
        foreach (var scan in _scans) scan.Dispose();
        ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _chars, []), clearArray: true);
    }

    private void Scan(int fresh, bool isLast)
    {
        var window = new TextWindow(_chars.AsSpan(0, _length), _start, fresh);
        for (var index = 0; index < _scans.Length; index++)
        {
            if (isLast) _scans[index].Finish(window, _found);
            else _scans[index].Read(window, _found);
            foreach (var match in _found) Note(match, index);
            _found.Clear();
        }
    }

    private void Note(in TextMatch match, int index)
    {
        var facts = _checks[index].Facts;
        if (MasksDeny && facts is { Bites: true, Action: GuardAction.Mask }) facts = facts with { Action = GuardAction.Deny };
        _session.Add(facts, match.Label, _place);
        if (facts is not { Bites: true, Action: GuardAction.Mask }) return;
        var at = _masks.Count;
        while (at > 0 && (_masks[at - 1].Match.Start, _masks[at - 1].Check).CompareTo((match.Start, index)) > 0) at--;
        _masks.Insert(at, (match, index));
    }

    private long Settled()
    {
        var settled = End;
        for (var index = 0; index < _scans.Length; index++)
        {
            if (_checks[index].Facts.Bites) settled = Math.Min(settled, _scans[index].Settled);
        }

        // Half a surrogate pair is no text: its other half comes with the next piece.
        return settled == End && _length > 0 && char.IsHighSurrogate(_chars[_length - 1]) ? settled - 1 : settled;
    }

    /// <summary>Writes all that stands before the limit, masked; a mask that is not whole before it stays.</summary>
    private void Release(long limit, IBufferWriter<char> released)
    {
        while (_masks.Count > 0 && _masks[0].Match.Start < limit)
        {
            var (match, check) = _masks[0];
            var (end, count) = (match.End, 1);
            for (; count < _masks.Count && _masks[count].Match.Start < end; count++) end = Math.Max(end, _masks[count].Match.End);
            if (end > limit)
            {
                limit = match.Start;
                break;
            }

            Copy(match.Start, released);
            HasMasked = true;
            released.Write(_checks[check].MaskOf(match, Slice(match.Start, match.End), _session.Vault));
            _released = end;
            _masks.RemoveRange(0, count);
        }

        Copy(limit, released);
    }

    private void Copy(long to, IBufferWriter<char> released)
    {
        if (to <= _released) return;
        released.Write(Slice(_released, to));
        _released = to;
    }

    private ReadOnlySpan<char> Slice(long from, long to) => _chars.AsSpan((int)(from - _start), (int)(to - from));

    private void Append(ReadOnlySpan<char> piece)
    {
        if (_length + piece.Length > _chars.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + piece.Length, _chars.Length * 2));
            _chars.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_chars, clearArray: true);
            _chars = larger;
        }

        piece.CopyTo(_chars.AsSpan(_length));
        _length += piece.Length;
    }

    /// <summary>Forgets what no check can look at any more.</summary>
    private void Trim()
    {
        var oldest = _released;
        foreach (var scan in _scans) oldest = Math.Min(oldest, scan.Settled);
        var count = (int)(oldest - TextWindow.LookBehind - _start);
        if (count < TextWindow.LookBehind) return;
        _chars.AsSpan(count, _length - count).CopyTo(_chars);
        _length -= count;
        _start += count;
    }
}
