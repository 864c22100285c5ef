using System.Collections.Immutable;
using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// What stands at the first places of a pattern's matches, place by place, and what may stand before them: at least what the pattern asks, so that where these do not fit nothing begins.
/// </summary>
internal sealed class PatternHead
{
    /// <summary>How many places are told, in characters.</summary>
    public const int Length = 16;

    private const int MostStates = 10_000;

    /// <summary>What part of ordinary text may pass, and at how many places of it one must look before one knows.</summary>
    private const double MostPassing = 4e-3;
    private const double MostLooks = 2;

    /// <summary>How often a to z stand among 1,150 characters of English prose and code, about; and the parts of what else there is.</summary>
    private static readonly int[] s_letters = [58, 12, 24, 28, 90, 16, 15, 34, 52, 2, 8, 32, 19, 52, 55, 17, 1, 46, 50, 68, 22, 8, 12, 3, 14, 1];
    private const double Space = 0.16, Digit = 0.006, Capital = 0.003, Other = 0.003;

    private readonly ImmutableArray<CharSet> _sets;
    private readonly List<Begin> _begins = [];

    private PatternHead(PatternProgram program)
    {
        FindBegins(program, program.Start, null);
        var sets = ImmutableArray.CreateBuilder<CharSet>();
        var nodes = Closure(program, [program.Start]);
        while (sets.Count < Length && !nodes.Exists(node => program.States[node].Kind == PatternStateKind.Match))
        {
            sets.Add(CharSet.Of([.. nodes.Select(node => program.States[node].Set!).Distinct().SelectMany(set => set.Ranges)]));
            nodes = Closure(program, nodes.Select(node => program.States[node].Next));
        }

        _sets = sets.ToImmutable();
    }

    /// <summary>That of a program; null where it is too large.</summary>
    public static PatternHead? Of(PatternProgram program) => program.States.Length > MostStates ? null : new(program);

    /// <summary>Whether so little of ordinary text looks like it, and so soon, that it is worth looking at each place.</summary>
    public bool IsTelling
    {
        get
        {
            var (passing, looks) = (WeightOf(BeginsBehind), 0.0);
            foreach (var set in _sets)
            {
                looks += passing;
                passing *= WeightOf(set.Contains);
            }

            return passing <= MostPassing && looks <= MostLooks && _sets[0].Ranges.All(range => char.IsAscii(range.Last));
        }
    }

    /// <summary>Whether the character may stand at a place of a match; any may behind the shortest match, and any beyond ASCII where one of them may.</summary>
    public bool Has(int place, char character) => place >= _sets.Length || (char.IsAscii(character) ? _sets[place].Contains(character) : _sets[place].Ranges.Any(range => !char.IsAscii(range.Last)));

    /// <summary>Whether a match may begin behind the character.</summary>
    public bool BeginsBehind(char before) => _begins.Exists(begin => begin.Set.Contains(before) ? begin.Inside : begin.Outside);

    private static double WeightOf(Func<char, bool> belongs)
    {
        var weight = 0.0;
        for (var one = '\0'; one < 128; one++)
        {
            if (belongs(one)) weight += WeightOf(one);
        }

        return weight;
    }

    private static double WeightOf(char one) => one switch
    {
        >= 'a' and <= 'z' => s_letters[one - 'a'] / 1150.0,
        ' ' => Space,
        >= '0' and <= '9' => Digit,
        >= 'A' and <= 'Z' => Capital,
        _ => Other,
    };

    /// <summary>Finds the ways on which a match begins. Of several assertions one behind the other the first is asked.</summary>
    private void FindBegins(PatternProgram program, int start, PatternAssertion? where)
    {
        HashSet<int> seen = [start];
        Stack<int> open = new(seen);
        while (open.TryPop(out var node))
        {
            var state = program.States[node];
            if (state.Kind == PatternStateKind.Read) _begins.Add(Begin.Of(where, state.Set!));
            else if (state.Kind == PatternStateKind.Assert && where is null) FindBegins(program, state.Next, state.Assertion!);
            else if (state.Kind != PatternStateKind.Match)
            {
                if (seen.Add(state.Next)) open.Push(state.Next);
                if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
            }
        }
    }

    private static List<int> Closure(PatternProgram program, IEnumerable<int> from)
    {
        HashSet<int> seen = [.. from];
        Stack<int> open = new(seen);
        List<int> reached = [];
        while (open.TryPop(out var node))
        {
            var state = program.States[node];
            if (state.Kind is PatternStateKind.Read or PatternStateKind.Match)
            {
                reached.Add(node);
                continue;
            }

            if (seen.Add(state.Next)) open.Push(state.Next);
            if (state.Other >= 0 && seen.Add(state.Other)) open.Push(state.Other);
        }

        return reached;
    }

    /// <summary>A way on which a match begins: whether it may behind a character of a set, and behind any other.</summary>
    private readonly record struct Begin(CharSet Set, bool Inside, bool Outside)
    {
        public static Begin Of(PatternAssertion? where, CharSet first)
        {
            if (where is null || first.Ranges.Any(range => !char.IsAscii(range.Last))) return new(CharSet.None, true, true);
            var behind = Enumerable.Range(0, 128).Select(one => (char)one).Where(first.Contains).ToList();
            var (inside, outside) = (where.Set.Ranges, where.Set.Complement().Ranges);
            return new(where.Set, !inside.IsEmpty && behind.Exists(one => where.Holds(inside[0].First, one)), !outside.IsEmpty && behind.Exists(one => where.Holds(outside[0].First, one)));
        }
    }
}
