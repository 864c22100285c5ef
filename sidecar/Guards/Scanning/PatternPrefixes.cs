using System.Collections.Immutable;
using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>The few texts of which one begins each match of a pattern, in small letters and whatever the case.</summary>
internal static class PatternPrefixes
{
    /// <summary>How long a prefix is at most, in characters.</summary>
    public const int MaxLength = 8;

    private const int MinLength = 2;
    private const int MostPrefixes = 12;

    /// <summary>Those of a program; empty where there are none or too many.</summary>
    public static ImmutableArray<string> Of(PatternProgram program)
    {
        Dictionary<string, HashSet<int>> prefixes = new(StringComparer.Ordinal) { [""] = Closure(program, [program.Start]) };
        for (var length = 0; length < MaxLength; length++)
        {
            if (Longer(program, prefixes) is not { } longer) break;
            prefixes = longer;
        }

        return prefixes.Keys.Any(prefix => prefix.Length < MinLength) ? [] : [.. prefixes.Keys];
    }

    private static Dictionary<string, HashSet<int>>? Longer(PatternProgram program, Dictionary<string, HashSet<int>> prefixes)
    {
        Dictionary<string, HashSet<int>> longer = new(StringComparer.Ordinal);
        foreach (var (prefix, nodes) in prefixes)
        {
            if (!nodes.All(node => TryLengthen(program, prefix, program.States[node], longer))) return null;
        }

        return longer;
    }

    /// <summary>Puts what a prefix becomes behind a state to the longer ones; false where that is nothing, or too much.</summary>
    private static bool TryLengthen(PatternProgram program, string prefix, in PatternState state, Dictionary<string, HashSet<int>> longer)
    {
        if (state.Kind is PatternStateKind.Split or PatternStateKind.Assert) return true;
        if (state.Kind == PatternStateKind.Match || CharactersOf(state.Set!) is not { } characters) return false;
        var behind = Closure(program, [state.Next]);
        foreach (var character in characters)
        {
            if (!longer.TryAdd(prefix + character, behind)) longer[prefix + character] = [.. longer[prefix + character], .. behind];
        }

        return longer.Count <= MostPrefixes;
    }

    /// <summary>The set in small letters; null where it is large or not ASCII.</summary>
    private static HashSet<char>? CharactersOf(CharSet set) => set.Ranges.Sum(range => range.Last - range.First + 1) > MostPrefixes * 2 || !set.Ranges.All(range => char.IsAscii(range.Last))
        ? null
        : [.. set.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).Select(value => char.ToLowerInvariant((char)value))];

    private static HashSet<int> Closure(PatternProgram program, IEnumerable<int> from)
    {
        HashSet<int> seen = [.. from];
        Stack<int> open = new(seen);
        while (open.TryPop(out var node))
        {
            var state = program.States[node];
            if (state.Kind is PatternStateKind.Read or PatternStateKind.Match) continue;
            if (seen.Add(state.Next)) open.Push(state.Next);
            if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
        }

        return seen;
    }
}
