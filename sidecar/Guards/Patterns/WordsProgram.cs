using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Patterns;

/// <summary>
/// Makes one program of many words: a tree in which words that begin alike share their beginnings. A whole word is one beside whose ends, where they are letters or digits themselves, no
/// letter or digit stands (of any script, or an underscore).
/// </summary>
internal sealed class WordsProgram
{
    private static readonly CharSet s_letters = Union(["L", "M", "Nd"]).Union(CharSet.Of(new CharRange('_', '_')));

    private readonly List<PatternState> _states = [new(PatternStateKind.Match)];
    private readonly Dictionary<char, CharSet> _sets = [];
    private readonly bool _ignoresCase;
    private readonly int _wholeEnd;

    private WordsProgram(bool ignoresCase)
    {
        _ignoresCase = ignoresCase;
        _wholeEnd = Add(new(PatternStateKind.Assert, 0, Assertion: new(PatternAssertionKind.NotBefore, s_letters)));
    }

    public static PatternProgram Of(WordsSettings settings)
    {
        WordsProgram program = new(settings.CaseSensitive != true);
        var whole = settings.PartOfWord != true;
        List<string> words = [.. settings.Words.Select(program.Fold).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var bounded = words.Where(word => whole && s_letters.Contains(word[0])).ToList();
        var free = words.Except(bounded, StringComparer.Ordinal).ToList();
        var start = free.Count == 0 ? -1 : program.Tree(free, 0, whole);
        if (bounded.Count > 0)
        {
            var inner = program.Add(new(PatternStateKind.Assert, program.Tree(bounded, 0, whole), Assertion: new(PatternAssertionKind.NotAfter, s_letters)));
            start = start < 0 ? inner : program.Add(new(PatternStateKind.Split, inner, start));
        }

        return new([.. program._states], start, words.Min(word => word.Length), words.Max(word => word.Length));
    }

    /// <summary>The first state of words that are the same up to a depth, in their order.</summary>
    private int Tree(List<string> words, int depth, bool whole)
    {
        var first = -1;
        foreach (var group in words.Where(word => word.Length > depth).GroupBy(word => word[depth]))
        {
            var next = Tree([.. group], depth + 1, whole);
            first = Either(first, Add(new(PatternStateKind.Read, next, Set: SetOf(group.Key))));
        }

        if (words[0].Length == depth) first = Either(first, whole && s_letters.Contains(words[0][depth - 1]) ? _wholeEnd : 0);
        return first;
    }

    private int Either(int one, int other) => one < 0 ? other : Add(new(PatternStateKind.Split, one, other));

    private int Add(PatternState state)
    {
        _states.Add(state);
        return _states.Count - 1;
    }

    private string Fold(string word) => _ignoresCase ? string.Create(word.Length, word, static (folded, text) =>
    {
        for (var index = 0; index < folded.Length; index++) folded[index] = char.ToLowerInvariant(char.ToUpperInvariant(text[index]));
    }) : word;

    private CharSet SetOf(char character)
    {
        if (_sets.TryGetValue(character, out var known)) return known;
        var set = CharSet.Of(new CharRange(character, character));
        return _sets[character] = _ignoresCase ? set.IgnoringCase() : set;
    }

    private static CharSet Union(ImmutableArray<string> categories) => categories.Select(category => CharSet.OfCategory(category)!).Aggregate((left, right) => left.Union(right));
}
