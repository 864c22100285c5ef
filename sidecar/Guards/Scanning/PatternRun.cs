namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>One rule's walk over one text.</summary>
internal sealed class PatternRun
{
    private readonly RuleMachine _machine;
    private readonly OpenMatches _open = new();
    private readonly int _longest;
    private WalkState _state;
    private long _awake;

    public PatternRun(RuleMachine machine, int longest)
    {
        (_machine, _longest) = (machine, longest);
        _state = machine.Automaton.Root(null);
    }

    /// <summary>How far it has read, in characters from the text's start.</summary>
    public long At { get; private set; }

    /// <summary>How many characters it has read, those that it read again among them.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether nothing is possible here: it may be sent on to where something is.</summary>
    public bool IsResting => _machine.Rests && _open.IsEmpty && At >= _awake;

    /// <summary>As <see cref="TextScan.Settled"/>.</summary>
    public long Settled(long end) => _open.Settled(end);

    /// <summary>Sends a resting walk on: it reads from here, and up to a place at the least.</summary>
    public void Wake(in TextWindow window, long from, long until)
    {
        if (from > At) Begin(window, from);
        _awake = Math.Max(_awake, until);
    }

    /// <summary>Reads on to the end of what there is, or to where it rests.</summary>
    public void Read(in TextWindow window, List<TextMatch> matches)
    {
        var chars = window.Chars;
        while (At < window.End && !IsResting)
        {
            var from = (int)(At - window.Start);
            var to = Math.Min(chars.Length, from + _longest);
            if (_open.Groups > 0) to = (int)Math.Min(to, _open.Oldest + _longest - window.Start);
            else if (_machine.Rests) to = (int)Math.Min(to, Math.Max(_awake, At + 1) - window.Start);
            var read = Walk(chars[from..to], out var step);
            At += read;
            if (step is not null) Take(step);
            Steps += At - window.Start - from;
            if (_open.Groups > 0 && At - _open.Oldest >= _longest) _open.Raise(At - _longest + 1);
            Decide(window, matches);
        }
    }

    /// <summary>The text has ended.</summary>
    public void Finish(in TextWindow window, List<TextMatch> matches)
    {
        do
        {
            Read(window, matches);
            if (At < window.End) return;
            if (_machine.Automaton.EndOf(_state) is >= 0 and var group) _open.End(group, At, At);
            _open.Close();
            _state = _machine.Automaton.Root(null);
            Decide(window, matches);
        }
        while (At < window.End);
    }

    /// <summary>Walks as long as nothing happens; the step at which something does is the caller's.</summary>
    private int Walk(ReadOnlySpan<char> chars, out WalkStep? step)
    {
        var (state, letters) = (_state, _machine.Automaton.Letters);
        for (var index = 0; index < chars.Length; index++)
        {
            var letter = letters[chars[index]];
            step = state.Steps[letter] ?? _machine.Automaton.Step(state, letter);
            if (!step.IsPlain && !TryRegroup(step, At + index))
            {
                _state = state;
                return index;
            }

            state = step.Target;
        }

        (_state, step) = (state, null);
        return chars.Length;
    }

    /// <summary>Takes a step at which possible matches begin or become impossible, and nothing is to be decided.</summary>
    private bool TryRegroup(WalkStep step, long here)
    {
        if (!step.IsRegrouping || _open.HasFound || step.Sources!.Length == 0 && _machine.Rests) return false;
        _open.Regroup(step.Sources, here);
        return true;
    }

    private void Take(WalkStep step)
    {
        if (step.EndsBefore >= 0) _open.End(step.EndsBefore, At, At);
        if (step.EndsBehind >= 0) _open.End(step.EndsBehind, At, At + 1);
        if (step.Sources is { } sources) _open.Regroup(sources, At);
        _state = step.Target;
        At++;
    }

    private void Decide(in TextWindow window, List<TextMatch> matches)
    {
        while (_open.TryDecide(out var start, out var end))
        {
            var next = end;
            if (Judge(window, start, end) is var (from, to))
            {
                matches.Add(new(from, to, _machine.Rule.Label));
                next = to;
            }
            else
            {
                next = start + 1;
            }

            if (!_machine.Retries || next == end) continue;
            _awake = Math.Max(_awake, At);
            Begin(window, next);
            return;
        }
    }

    private (long From, long To)? Judge(in TextWindow window, long start, long end)
    {
        if (_machine.Rule.Validator is not { } validator) return (start, end);
        var before = window.Slice(Math.Max(window.Start, start - TextWindow.LookBehind), start);
        if (validator(window.Slice(start, end), before) is not { } part) return null;
        var (offset, length) = part.GetOffsetAndLength((int)(end - start));
        return length == 0 ? null : (start + offset, start + offset + length);
    }

    private void Begin(in TextWindow window, long at)
    {
        _open.Clear();
        At = at;
        _state = _machine.Automaton.Root(at > 0 ? window.Slice(at - 1, at)[0] : null);
    }
}
