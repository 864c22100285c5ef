using System.Buffers;
using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// Characters of which every match of a pattern has one, and which prose seldom has: an at sign, a digit. Before the first of them in a match stand characters of the lead alone, so that a
/// walk need begin only where the lead before such a character begins.
/// </summary>
internal sealed class PatternPivot
{
    private const int MostCharacters = 256;
    private const string Common = "etaoinshrdlucmfwypvbg \n.,";
    private readonly SearchValues<char> _pivots;
    private readonly CharSet _lead;

    private PatternPivot(CharSet pivots, CharSet lead)
    {
        _pivots = SearchValues.Create([.. pivots.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).Select(value => (char)value)]);
        _lead = lead;
    }

    /// <summary>That of a program, better without digits, which many texts are full of; null where matches have no such character.</summary>
    public static PatternPivot? Of(PatternProgram program) => Of(program, Common + "0123456789") ?? Of(program, Common);

    private static PatternPivot? Of(PatternProgram program, string common)
    {
        HashSet<int> seen = [program.Start];
        Stack<int> open = new(seen);
        var (pivots, lead) = (new HashSet<CharSet>(), new HashSet<CharSet>());
        while (open.TryPop(out var node))
        {
            var state = program.States[node];
            if (state.Kind == PatternStateKind.Match) return null;
            if (state.Kind == PatternStateKind.Read && IsRare(state.Set!, common))
            {
                pivots.Add(state.Set!);
                continue;
            }

            if (state.Kind == PatternStateKind.Read) lead.Add(state.Set!);
            if (seen.Add(state.Next)) open.Push(state.Next);
            if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
        }

        var all = Union(pivots);
        return IsRare(all, common) ? new(all, Union(lead)) : null;
    }

    /// <summary>Where the next of them stands; -1 for nowhere.</summary>
    public int Find(ReadOnlySpan<char> text) => text.IndexOfAny(_pivots);

    /// <summary>How many characters at the text's end may stand before one.</summary>
    public int LeadOf(ReadOnlySpan<char> text)
    {
        var at = text.Length;
        while (at > 0 && _lead.Contains(text[at - 1])) at--;
        return text.Length - at;
    }

    private static CharSet Union(HashSet<CharSet> sets) => CharSet.Of([.. sets.SelectMany(set => set.Ranges)]);

    private static bool IsRare(CharSet set, string common) => set.Ranges.Sum(range => range.Last - range.First + 1) <= MostCharacters && !common.Any(set.Contains);
}
