using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// A pattern as it walks: its steps are worked out when they are first taken and kept within a bound, for all calls. A step costs at most the states of the program, whatever the text.
/// </summary>
internal sealed class PatternAutomaton
{
    private const int LeastWeight = 32 * 1024;
    private readonly Lock _gate = new();
    private readonly PatternGraph _graph;
    private readonly PatternStepper _stepper;
    private readonly int _start;
    private readonly int _mostWeight;
    private readonly Dictionary<WalkState, WalkState> _known = [];
    private WalkState?[] _roots;
    private int _weight;

    public PatternAutomaton(PatternProgram program)
    {
        _graph = new(program);
        _stepper = new(_graph);
        _start = program.Start;
        _roots = new WalkState?[_graph.OutSide + 1];
        _mostWeight = Math.Max(LeastWeight, program.States.Length * 8);
    }

    public Alphabet Letters => _graph.Letters;

    /// <summary>How many states of the program were looked at to work out steps: what the bound on time is told by.</summary>
    public long Work => _stepper.Work;

    /// <summary>Where a walk stands at which no match is possible yet.</summary>
    /// <param name="before">The character before; null at the text's start.</param>
    public WalkState Root(char? before)
    {
        var side = before is { } character ? _graph.SideOf(Letters[character]) : _graph.OutSide;
        if (_roots[side] is { } known) return known;
        lock (_gate)
        {
            var root = Keep(new([], [], side, Letters.Count));
            return _roots[side] = root;
        }
    }

    /// <summary>Works the step out.</summary>
    public WalkStep Step(WalkState state, int letter)
    {
        lock (_gate)
        {
            if (state.Steps[letter] is { } known) return known;
            var ended = EndOf(state, _graph.SideOf(letter));
            var behind = _stepper.Take(state, letter, _start, ended);
            WalkStep step = new(Keep(_stepper.State(_graph.SideOf(letter))), _stepper.Sources(state.Groups), ended, behind);
            return state.Steps[letter] = step;
        }
    }

    /// <summary>The first group of which a match ends at the text's end; -1 for none.</summary>
    public int EndOf(WalkState state) => EndOf(state, _graph.OutSide);

    private int EndOf(WalkState state, int behind)
    {
        for (var group = 0; group < state.Groups; group++)
        {
            foreach (var node in state.Group(group))
            {
                if (_graph[node].Kind == PatternStateKind.Assert && _graph.EndsAt(node, state.Side, behind)) return group;
            }
        }

        return -1;
    }

    /// <summary>The one that is equal to it and known. Where all that is known weighs too much it is forgotten; walks that stand in forgotten states go on into known ones.</summary>
    private WalkState Keep(WalkState state)
    {
        if (_known.TryGetValue(state, out var known)) return known;
        if ((_weight += state.Weight) > _mostWeight)
        {
            _known.Clear();
            _roots = new WalkState?[_roots.Length];
            _weight = state.Weight;
        }

        return _known[state] = state;
    }
}
