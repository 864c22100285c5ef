using System.Numerics;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>The walk of a <see cref="PatternSet"/> over one text: each rule walks where something of it is possible, and rests elsewhere.</summary>
internal sealed class PatternScan(PatternSet set) : TextScan
{
    private readonly PatternRun?[] _runs = new PatternRun?[set.Machines.Length];
    private long _end;

    /// <summary>How many characters were read, those that were read again and by several rules among them: what the bound on time is told by.</summary>
    public long Steps => _runs.Sum(run => run?.Steps ?? 0);

    public override long Settled
    {
        get
        {
            var settled = _end;
            foreach (var run in _runs)
            {
                if (run is not null) settled = Math.Min(settled, run.Settled(_end));
            }

            return settled;
        }
    }

    public override void Read(in TextWindow window, List<TextMatch> matches)
    {
        ReadOpen(window, matches);
        for (var rule = 0; rule < _runs.Length; rule++)
        {
            if (set.Machines[rule].Pivot is { } pivot) ReadPivots(window, rule, pivot, matches);
            else if (!set.Machines[rule].Rests && _runs[rule] is null) Run(rule).Read(window, matches);
        }

        foreach (var screen in set.Screens) ReadScreen(window, screen, matches);

        foreach (var prefixes in set.Prefixes) ReadPrefixes(window, prefixes, matches);
        _end = window.End;
    }

    public override void Finish(in TextWindow window, List<TextMatch> matches)
    {
        foreach (var run in _runs) run?.Finish(window, matches);
        _end = window.End;
    }

    private void ReadOpen(in TextWindow window, List<TextMatch> matches)
    {
        foreach (var run in _runs) run?.Read(window, matches);
    }

    private void ReadPivots(in TextWindow window, int rule, PatternPivot pivot, List<TextMatch> matches)
    {
        while (true)
        {
            var at = Math.Max(_runs[rule]?.At ?? 0, _end);
            if (_runs[rule] is { IsResting: false } || at >= window.End) return;
            var from = Math.Max(_runs[rule]?.At ?? 0, window.Start);
            var index = pivot.Find(window.Slice(at, window.End));
            var until = index < 0 ? window.End : at + index + 1;
            var lead = pivot.LeadOf(window.Slice(from, index < 0 ? until : until - 1));
            if (index < 0 && lead == 0) return;
            var run = Run(rule);
            run.Wake(window, until - lead - (index < 0 ? 0 : 1), until);
            run.Read(window, matches);
        }
    }

    /// <summary>Wakes the rules whose heads stand at the fresh places: at those before, all that can begin has been woken.</summary>
    private void ReadScreen(in TextWindow window, HeadScreen screen, List<TextMatch> matches)
    {
        for (var index = (int)(_end - window.Start); (index = screen.Find(window.Chars, index, out var rules)) >= 0; index++)
        {
            for (; rules != 0; rules &= rules - 1)
            {
                var (run, at) = (Run(screen.Rules[BitOperations.TrailingZeroCount(rules)]), window.Start + index);
                if (run.At > at || !run.IsResting) continue;
                run.Wake(window, at, at + 1);
                run.Read(window, matches);
            }
        }
    }

    private void ReadPrefixes(in TextWindow window, PrefixIndex prefixes, List<TextMatch> matches)
    {
        var from = Math.Max(window.Start, _end - prefixes.Longest + 1);
        for (var at = from; prefixes.Find(window.Slice(at, window.End)) is >= 0 and var index; at += index + 1) WakeAt(window, at + index, prefixes, matches);
        for (var at = Math.Max(from, window.End - prefixes.Longest + 1); at < window.End; at++) WakeAt(window, at, prefixes, matches);
    }

    /// <summary>Wakes the rules of which a prefix begins here, as far as there is text.</summary>
    private void WakeAt(in TextWindow window, long at, PrefixIndex prefixes, List<TextMatch> matches)
    {
        var text = window.Slice(at, Math.Min(window.End, at + prefixes.Longest));
        foreach (var (prefix, rule) in prefixes.At(text[0]))
        {
            var length = Math.Min(prefix.Length, text.Length);
            if (!text[..length].Equals(prefix.AsSpan(0, length), StringComparison.OrdinalIgnoreCase)) continue;
            var run = Run(rule);
            if (run.At > at || !run.IsResting) continue;
            run.Wake(window, at, at + length);
            run.Read(window, matches);
        }
    }

    private PatternRun Run(int rule) => _runs[rule] ??= new(set.Machines[rule], set.Longest);
}
