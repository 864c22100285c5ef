using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Tests.Guards;

/// <summary>A check of one pattern, with what it does where it finds something.</summary>
internal sealed class MaskingCheck(string label, string pattern, GuardAction action = GuardAction.Mask) : TextCheck(new()
{
    Guardrail = "shop/test",
    Index = 0,
    Type = CheckTypes.Pattern,
    On = [GuardPlace.Input],
    Action = action,
})
{
    private readonly PatternSet _set = new([PatternRule.Of(label, pattern)]);

    public override TextScan Start() => _set.Start();
}
