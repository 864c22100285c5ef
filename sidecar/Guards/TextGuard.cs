using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>
/// All checks of one place over one text, by exact hold-back: everything before the oldest match that is still possible goes on, and nothing else waits. Matches that overlap are one,
/// masked as the first of them (by place, then by the order of the checks). A mask never takes half of a surrogate pair, nor leaves it.
/// </summary>
internal sealed class TextGuard : PieceGuard
{
    /// <summary>How much of a text is held back at most, in characters; where a check would hold more, the text is denied; one that only records is asked no longer.</summary>
    public const int MaxHeld = 4 * 1024 * 1024;

    private const string TooLong = "TOO_LONG_TO_HOLD";
    /// <summary>By place, then by the order of the checks; of one check's the longer, then by label: never by what was decided first, since that depends on the pieces.</summary>
    private static readonly Comparer<(TextMatch Match, int Check)> s_order = Comparer<(TextMatch Match, int Check)>.Create(static (left, right) =>
        (left.Match.Start, left.Check, -left.Match.End).CompareTo((right.Match.Start, right.Check, -right.Match.End)) is not 0 and var order
            ? order
            : string.CompareOrdinal(left.Match.Label, right.Match.Label));

    private readonly GuardSession _session;
    private readonly GuardPlace _place;
    private readonly ImmutableArray<TextCheck> _checks;
    private readonly TextScan?[] _scans;
    private readonly List<TextMatch> _found = [];
    private readonly List<(TextMatch Match, int Check)> _masks = [];
    private int _firstMask;
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

    public override int Kept => _length;

    private long End => _start + _length;

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        if (piece.IsEmpty) return true;
        var fresh = _length;
        Append(piece);
        Scan(fresh, isLast: false);
        if (_session.Denial is not null) return false;
        Release(Settled(), released);
        if (_length > MaxHeld) StopRecording(MaxHeld);
        Trim();
        return Held <= MaxHeld || !Deny(TooLong);
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
        foreach (var scan in _scans) scan?.Dispose();
        ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _chars, []), clearArray: true);
    }

    private void Scan(int fresh, bool isLast)
    {
        var window = new TextWindow(_chars.AsSpan(0, _length), _start, fresh);
        var known = _masks.Count;
        for (var index = 0; index < _scans.Length; index++)
        {
            if (isLast) _scans[index]?.Finish(window, _found);
            else _scans[index]?.Read(window, _found);
            foreach (var match in _found) Note(match, index);
            _found.Clear();
        }

        if (_masks.Count > known) Sort(known);
    }

    /// <summary>Puts the masks from an index on in their order, among those before them that do not begin earlier.</summary>
    private void Sort(int fresh)
    {
        var least = _masks[fresh].Match.Start;
        for (var index = fresh + 1; index < _masks.Count; index++) least = Math.Min(least, _masks[index].Match.Start);
        while (fresh > _firstMask && _masks[fresh - 1].Match.Start >= least) fresh--;
        _masks.Sort(fresh, _masks.Count - fresh, s_order);
    }

    private void Note(in TextMatch match, int index)
    {
        var facts = _checks[index].Facts;
        if (MasksDeny && facts is { Bites: true, Action: GuardAction.Mask }) facts = facts with { Action = GuardAction.Deny };
        _session.Add(facts, match.Label, _place);
        if (facts is { Bites: true, Action: GuardAction.Mask }) _masks.Add((match, index));
    }

    /// <summary>Up to where text may go on. Half a surrogate pair is no text: it waits for its other half.</summary>
    private long Settled()
    {
        var settled = End;
        for (var index = 0; index < _scans.Length; index++)
        {
            if (_checks[index].Facts.Bites) settled = Math.Min(settled, _scans[index]!.Settled);
        }

        return settled > _released && char.IsHighSurrogate(_chars[settled - _start - 1]) && (settled == End || char.IsLowSurrogate(_chars[settled - _start])) ? settled - 1 : settled;
    }

    /// <summary>Writes all that stands before the limit, masked; a mask that is not whole before it stays.</summary>
    private void Release(long limit, IBufferWriter<char> released)
    {
        while (_firstMask < _masks.Count && Whole(_masks[_firstMask].Match).Start < limit)
        {
            var (match, check) = _masks[_firstMask];
            var (start, end) = Whole(match);
            var next = _firstMask + 1;
            for (; next < _masks.Count && Whole(_masks[next].Match).Start < end; next++) end = Math.Max(end, Whole(_masks[next].Match).End);
            if (end > limit)
            {
                limit = start;
                break;
            }

            Copy(start, released);
            HasMasked = true;
            released.Write(_checks[check].MaskOf(match with { Start = start, End = end }, Slice(start, end), _session.Vault));
            (_released, _firstMask) = (end, next);
        }

        Copy(limit, released);
        if (_firstMask < _masks.Count - _firstMask) return;
        _masks.RemoveRange(0, _firstMask);
        _firstMask = 0;
    }

    /// <summary>The place of a match, with the other halves of the pairs that it cuts.</summary>
    private (long Start, long End) Whole(in TextMatch match) => (IsInPair(match.Start) ? match.Start - 1 : match.Start, IsInPair(match.End) ? match.End + 1 : match.End);

    private bool IsInPair(long at) => at > _start && at < End && char.IsHighSurrogate(_chars[at - _start - 1]) && char.IsLowSurrogate(_chars[at - _start]);

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

    /// <summary>Forgets what no check can look at any more, as soon as it is more than what is kept: a character is moved twice at most.</summary>
    private void Trim()
    {
        var oldest = _released;
        foreach (var scan in _scans) oldest = Math.Min(oldest, scan?.Settled ?? oldest);
        var count = (int)(oldest - TextWindow.LookBehind - _start);
        if (count < Math.Max(TextWindow.LookBehind, _length - count)) return;
        _chars.AsSpan(count, _length - count).CopyTo(_chars);
        _length -= count;
        _start += count;
    }

    public override void StopRecording()
    {
        StopRecording(TextWindow.LookBehind);
        Trim();
    }

    /// <summary>What only records must not keep a text in memory without bound.</summary>
    private void StopRecording(int most)
    {
        for (var index = 0; index < _scans.Length; index++)
        {
            if (_checks[index].Facts.Bites || _scans[index] is not { } scan || End - scan.Settled <= most) continue;
            _session.Add(_checks[index].Facts, TooLong, _place);
            scan.Dispose();
            _scans[index] = null;
        }
    }
}
