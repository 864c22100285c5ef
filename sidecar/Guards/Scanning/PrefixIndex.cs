using System.Buffers;
using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>The prefixes of some rules, looked for at once and whatever the case.</summary>
internal sealed class PrefixIndex
{
    /// <summary>More values than this have no vectorised search (System.Buffers.SearchValues).</summary>
    private const int MostTogether = 64;

    private readonly SearchValues<string> _values;
    private readonly ImmutableArray<(string Prefix, int Rule)>[] _byFirst = new ImmutableArray<(string, int)>[128];

    private PrefixIndex(List<(string Prefix, int Rule)> prefixes)
    {
        _values = SearchValues.Create([.. prefixes.Select(pair => pair.Prefix).Distinct(StringComparer.Ordinal)], StringComparison.OrdinalIgnoreCase);
        for (var first = 0; first < _byFirst.Length; first++) _byFirst[first] = [.. prefixes.Where(pair => pair.Prefix[0] == char.ToLowerInvariant((char)first))];
        Longest = prefixes.Max(pair => pair.Prefix.Length);
    }

    /// <summary>The length of the longest prefix.</summary>
    public int Longest { get; }

    /// <summary>The prefixes of rules, as many together as one search takes. Those of one rule stay together, so that its places are found in their order.</summary>
    public static ImmutableArray<PrefixIndex> Of(ImmutableArray<RuleMachine> machines)
    {
        List<List<(string Prefix, int Rule)>> parts = [];
        for (var rule = 0; rule < machines.Length; rule++)
        {
            var own = machines[rule].Prefixes;
            if (own.IsEmpty) continue;
            if (parts.Count == 0 || parts[^1].Count + own.Length > MostTogether) parts.Add([]);
            foreach (var prefix in own) parts[^1].Add((prefix, rule));
        }

        return [.. parts.Select(part => new PrefixIndex(part))];
    }

    /// <summary>Where the next prefix stands; -1 for nowhere.</summary>
    public int Find(ReadOnlySpan<char> text) => text.IndexOfAny(_values);

    /// <summary>What may begin with the character.</summary>
    public ImmutableArray<(string Prefix, int Rule)> At(char first) => first < _byFirst.Length ? _byFirst[first] : [];
}
