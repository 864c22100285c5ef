using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Injections;
using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Guards;

/// <summary>The checks that apply to one route's calls, by place. Built with the snapshot; where there are none, calls take the way on which nothing is looked at.</summary>
internal sealed class GuardPlan
{
    private static readonly int s_places = Enum.GetValues<GuardPlace>().Length;
    private readonly ImmutableArray<TextCheck>[] _texts;
    private readonly bool _hasNoTexts;

    public GuardPlan(ImmutableArray<TextCheck> texts, ImmutableArray<CalledCheck> called = default)
    {
        _texts = new ImmutableArray<TextCheck>[s_places];
        for (var place = 0; place < s_places; place++) _texts[place] = [.. texts.Where(check => check.Facts.On.Contains((GuardPlace)place))];
        Called = called.IsDefault ? [] : called;
        Canary = texts.OfType<CanaryCheck>().Select(check => check.Inserted).FirstOrDefault(token => token is not null);
        _hasNoTexts = texts.IsEmpty && Called.IsEmpty;
    }

    public static GuardPlan Empty { get; } = new([]);

    public bool IsEmpty => _hasNoTexts && Loops.IsEmpty;

    /// <summary>The checks of calls that go round.</summary>
    public ImmutableArray<LoopCheck> Loops { get; init; } = [];

    /// <summary>The token that is put into the first text of the system prompt; null for none.</summary>
    public string? Canary { get; }

    /// <summary>The checks by a call, of all places.</summary>
    public ImmutableArray<CalledCheck> Called { get; }

    /// <summary>The checks that ask nobody, of one place, in their order.</summary>
    public ImmutableArray<TextCheck> Of(GuardPlace place) => _texts[(int)place];

    /// <summary>Whether any check looks at the place.</summary>
    public bool Looks(GuardPlace place) => !Of(place).IsEmpty || Called.Any(check => check.Facts.On.Contains(place));
}
