using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Tests.Guards.Loops;

/// <summary>Checks of calls that go round, with variations.</summary>
internal static class GivenLoops
{
    public static CheckFacts Facts(Func<CheckFacts, CheckFacts>? vary = null)
    {
        var facts = new CheckFacts { Guardrail = "shop/loops", Index = 0, Type = CheckTypes.Loop, On = [GuardPlace.ToolArguments], Action = GuardAction.Deny };
        return vary?.Invoke(facts) ?? facts;
    }

    /// <summary>Warns after two equal calls, stops after four.</summary>
    public static LoopCheck Check(Func<CheckFacts, CheckFacts>? vary = null, params string[] exempt) =>
        new(Facts(vary), new() { WarnAfter = 2, StopAfter = 4, WindowSeconds = 60, Exempt = [.. exempt] });

    public static GuardPlan Plan(params LoopCheck[] checks) => new([]) { Loops = [.. checks] };
}
