namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// Where a walk stands: the states of the pattern's program that some possible match is in, grouped by where that match begins, the oldest first. A state stands in the oldest group
/// alone that reaches it: what follows is the same, and the older match goes first.
/// </summary>
/// <param name="nodes">The states, group after group.</param>
/// <param name="ends">Where each group ends among them.</param>
/// <param name="side">What assertions see of the character before.</param>
/// <param name="letters">How many letters the pattern tells apart.</param>
internal sealed class WalkState(int[] nodes, int[] ends, int side, int letters) : IEquatable<WalkState>
{
    public int Side => side;

    /// <summary>How many places there are at which a match may begin that is still possible.</summary>
    public int Groups => ends.Length;

    /// <summary>What follows each letter; null where nobody asked yet.</summary>
    public WalkStep?[] Steps { get; } = new WalkStep?[letters];

    /// <summary>What it weighs in a cache, in words of memory.</summary>
    public int Weight => nodes.Length + ends.Length + letters + 16;

    public ReadOnlySpan<int> Group(int index) => nodes.AsSpan((index == 0 ? 0 : ends[index - 1])..ends[index]);

    public bool Equals(WalkState? other) => other is not null && other.Side == side && other.Has(nodes, ends);

    public override bool Equals(object? obj) => Equals(obj as WalkState);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(side);
        foreach (var node in nodes) hash.Add(node);
        foreach (var end in ends) hash.Add(end);
        return hash.ToHashCode();
    }

    private bool Has(int[] otherNodes, int[] otherEnds) => nodes.AsSpan().SequenceEqual(otherNodes) && ends.AsSpan().SequenceEqual(otherEnds);
}
