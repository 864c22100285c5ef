using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// A program with its alphabet: what each state reads, and which states can still lead to a match. Of a character, assertions see its side alone: which of their sets it belongs to.
/// </summary>
internal sealed class PatternGraph
{
    private readonly PatternState[] _states;
    private readonly bool[][] _reads;
    private readonly int[] _sides;
    private readonly char?[] _examples;
    private readonly bool[] _live;

    public PatternGraph(PatternProgram program)
    {
        _states = [.. program.States];
        var (reads, asserts) = (new HashSet<CharSet>(), new HashSet<CharSet>());
        foreach (var state in _states)
        {
            if (state.Set is { } set) reads.Add(set);
            if (state.Assertion is { } assertion) asserts.Add(assertion.Set);
        }

        Letters = new([.. reads, .. asserts]);
        var sides = new Alphabet(asserts);
        _sides = [.. Enumerable.Range(0, Letters.Count).Select(letter => sides[Letters.ExampleOf(letter)])];
        OutSide = asserts.Count > 0 ? sides.Count : 0;
        _examples = new char?[sides.Count + 1];
        for (var side = 0; side < sides.Count; side++) _examples[side] = sides.ExampleOf(side);
        var table = reads.ToDictionary(set => set, set => Enumerable.Range(0, Letters.Count).Select(letter => set.Contains(Letters.ExampleOf(letter))).ToArray());
        _reads = Array.ConvertAll(_states, state => state.Set is { } set ? table[set] : []);
        _live = new bool[_states.Length];
        while (FindLive()) { }
    }

    public Alphabet Letters { get; }

    /// <summary>The side of what is before the text and behind it.</summary>
    public int OutSide { get; }

    public int Count => _states.Length;

    public PatternState this[int node] => _states[node];

    public int SideOf(int letter) => _sides[letter];

    public bool Reads(int node, int letter) => _reads[node][letter];

    /// <summary>Whether the assertion holds between two sides.</summary>
    public bool Holds(int node, int before, int behind) => _states[node].Assertion!.Holds(_examples[before], _examples[behind]);

    /// <summary>Whether a match may still come of the state, which is one that reads, or an assertion that ends matches with this side before it.</summary>
    public bool IsLive(int node, int before) => _states[node].Kind == PatternStateKind.Read
        ? _live[node]
        : Enumerable.Range(0, _examples.Length).Any(behind => EndsAt(node, before, behind));

    /// <summary>Whether a match ends at the state between these sides.</summary>
    public bool EndsAt(int node, int before, int behind)
    {
        HashSet<int> seen = [node];
        Stack<int> open = new(seen);
        while (open.TryPop(out var at))
        {
            var state = _states[at];
            if (state.Kind == PatternStateKind.Match) return true;
            if (state.Kind == PatternStateKind.Read || state.Kind == PatternStateKind.Assert && !Holds(at, before, behind)) continue;
            if (seen.Add(state.Next)) open.Push(state.Next);
            if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
        }

        return false;
    }

    private bool FindLive()
    {
        var changed = false;
        for (var node = 0; node < _states.Length; node++)
        {
            if (_live[node] || _states[node].Kind != PatternStateKind.Read || !LeadsOn(node)) continue;
            _live[node] = changed = true;
        }

        return changed;
    }

    private bool LeadsOn(int node)
    {
        HashSet<int> seen = [_states[node].Next];
        Stack<int> open = new(seen);
        var sides = Enumerable.Range(0, Letters.Count).Where(letter => Reads(node, letter)).Select(SideOf).Distinct().ToList();
        while (sides.Count > 0 && open.TryPop(out var at))
        {
            var state = _states[at];
            if (state.Kind == PatternStateKind.Match || state.Kind == PatternStateKind.Read && _live[at]) return true;
            if (state.Kind == PatternStateKind.Assert && sides.Exists(side => IsLive(at, side))) return true;
            if (state.Kind != PatternStateKind.Split) continue;
            if (seen.Add(state.Next)) open.Push(state.Next);
            if (seen.Add(state.Other)) open.Push(state.Other);
        }

        return false;
    }
}
