using System.Collections.Immutable;

namespace AiGateway.Contracts.Patterns;

/// <summary>Makes a program of a pattern: each state knows the one behind it, so that it is built from the end.</summary>
internal sealed class PatternCompiler
{
    private readonly List<PatternState> _states = [];

    private bool IsFull => _states.Count > LinearPattern.MaxStates;

    public static PatternProgram? Compile(PatternNode pattern, out string problem)
    {
        problem = "";
        var (min, max) = pattern.Length;
        var compiler = new PatternCompiler();
        var start = compiler.Add(pattern, compiler.Add(new(PatternStateKind.Match)));
        if (min == 0) problem = "must not match the empty text";
        else if (min > LinearPattern.MaxMatch) problem = $"must not ask for a match of more than {LinearPattern.MaxMatch} characters";
        else if (compiler.IsFull) problem = $"must not grow beyond {LinearPattern.MaxStates} states; its counted repetitions are too large";
        else if (!PatternReach.AssertionsStandAtTheEnds(compiler._states, start)) problem = "must not have an assertion (\\b, ^, $, look-around) but before or behind all that it matches";
        else if (!PatternReach.MatchesAnything(compiler._states, start)) problem = "must not be impossible to match";
        return problem.Length > 0 ? null : new(ImmutableArray.CreateRange(compiler._states), start, (int)min, max >= int.MaxValue ? null : (int)max);
    }

    private int Add(PatternState state)
    {
        _states.Add(state);
        return _states.Count - 1;
    }

    private int Add(PatternNode node, int next) => IsFull ? next : node switch
    {
        PatternNode.One one => Add(new(PatternStateKind.Read, next, Set: one.Set)),
        PatternNode.Where where => Add(new(PatternStateKind.Assert, next, Assertion: where.Assertion)),
        PatternNode.Sequence sequence => sequence.Parts.Reverse().Aggregate(next, (behind, part) => Add(part, behind)),
        PatternNode.Choice choice => choice.Parts[..^1].Reverse().Aggregate(Add(choice.Parts[^1], next), (other, part) => Add(new(PatternStateKind.Split, Add(part, next), other))),
        PatternNode.Repeat repeat => Add(repeat, next),
        _ => throw new InvalidOperationException(),
    };

    private int Add(PatternNode.Repeat repeat, int next)
    {
        var (first, copies) = (next, repeat.Least);
        if (repeat.Most is { } most)
        {
            for (var count = repeat.Least; count < most && !IsFull; count++) first = Add(new(PatternStateKind.Split, Add(repeat.Part, first), next));
        }
        else
        {
            var loop = Add(new(PatternStateKind.Split));
            var body = Add(repeat.Part, loop);
            _states[loop] = new(PatternStateKind.Split, body, next);
            (first, copies) = repeat.Least == 0 ? (loop, 0) : (body, repeat.Least - 1);
        }

        for (var count = 0; count < copies && !IsFull; count++) first = Add(repeat.Part, first);
        return first;
    }
}
