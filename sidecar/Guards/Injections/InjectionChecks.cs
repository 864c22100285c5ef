using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Injections;

/// <summary>What the type <c>injection</c> is made of: markers are looked for in what a model reads, canaries in what it writes.</summary>
internal static class InjectionChecks
{
    private static readonly ImmutableArray<GuardPlace> s_written = [GuardPlace.Output, GuardPlace.ToolArguments];

    public static IEnumerable<TextCheck> Of(CheckFacts facts, InjectionSettings settings, CheckContext context)
    {
        ImmutableArray<GuardPlace> read = [.. facts.On.Except(s_written)], written = [.. facts.On.Intersect(s_written)];
        if (!read.IsEmpty) yield return new InjectionCheck(facts with { On = read }, settings.Threshold ?? InjectionCheck.DefaultThreshold);
        var inserted = settings.InsertCanary == true && !facts.IsShadow ? context.Canary : null;
        if (!written.IsEmpty && (inserted is not null || settings.Canaries is { IsEmpty: false })) yield return new CanaryCheck(facts with { On = written }, settings.Canaries ?? [], inserted);
    }
}
