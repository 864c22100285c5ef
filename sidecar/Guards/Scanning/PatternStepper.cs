using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>Works out where a walk stands behind a letter. One thread at a time.</summary>
internal sealed class PatternStepper(PatternGraph graph)
{
    private readonly int[] _marks = new int[graph.Count];
    private readonly Stack<int> _open = [];
    private readonly List<int> _first = [];
    private readonly List<int> _nodes = [];
    private readonly List<int> _ends = [];
    private readonly List<int> _sources = [];
    private int _mark;

    /// <summary>How many states were looked at since it was made.</summary>
    public long Work { get; private set; }

    /// <summary>
    /// Takes the step; returns the group of which a match ends behind the letter, -1 for none. What began within a match that has just been found is forgotten: where the match stands, it
    /// overlaps it, and where an older one takes its place, that one does.
    /// </summary>
    public int Take(WalkState state, int letter, int start, int ended)
    {
        _nodes.Clear();
        _ends.Clear();
        _sources.Clear();
        FindFirst(start, state.Side, graph.SideOf(letter));
        _mark++;
        var last = ended < 0 ? state.Groups : ended + 1;
        for (var group = 0; group < last; group++)
        {
            if (Take(state.Group(group), letter, group)) return group;
        }

        return Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_first), letter, state.Groups) ? state.Groups : -1;
    }

    /// <summary>Where the walk stands now.</summary>
    public WalkState State(int side) => new([.. _nodes], [.. _ends], side, graph.Letters.Count);

    /// <summary>As <see cref="WalkStep.Sources"/>.</summary>
    public int[]? Sources(int groups)
    {
        if (_sources.Count != groups) return [.. _sources];
        for (var index = 0; index < groups; index++)
        {
            if (_sources[index] != index) return [.. _sources];
        }

        return null;
    }

    private bool Take(ReadOnlySpan<int> group, int letter, int source)
    {
        var (from, ends) = (_nodes.Count, false);
        foreach (var node in group)
        {
            Work++;
            if (graph[node].Kind == PatternStateKind.Read && graph.Reads(node, letter)) ends |= Follow(graph[node].Next, graph.SideOf(letter));
        }

        if (_nodes.Count == from) return ends;
        _nodes.Sort(from, _nodes.Count - from, null);
        _ends.Add(_nodes.Count);
        _sources.Add(source);
        return ends;
    }

    /// <summary>Adds what stands behind splits; true where a match ends.</summary>
    private bool Follow(int from, int side)
    {
        var ends = false;
        Push(from);
        while (_open.TryPop(out var node))
        {
            var state = graph[node];
            if (state.Kind == PatternStateKind.Match) ends = true;
            else if (state.Kind == PatternStateKind.Split) Push(state.Other, state.Next);
            else if (graph.IsLive(node, side)) _nodes.Add(node);
        }

        return ends;
    }

    /// <summary>Finds what a match that begins between these sides reads first.</summary>
    private void FindFirst(int start, int before, int behind)
    {
        _first.Clear();
        _mark++;
        Push(start);
        while (_open.TryPop(out var node))
        {
            var state = graph[node];
            if (state.Kind == PatternStateKind.Split) Push(state.Other, state.Next);
            else if (state.Kind == PatternStateKind.Assert && graph.Holds(node, before, behind)) Push(state.Next);
            else if (state.Kind == PatternStateKind.Read && graph.IsLive(node, before)) _first.Add(node);
        }
    }

    private void Push(params ReadOnlySpan<int> nodes)
    {
        foreach (var node in nodes)
        {
            Work++;
            if (_marks[node] == _mark) continue;
            _marks[node] = _mark;
            _open.Push(node);
        }
    }
}
