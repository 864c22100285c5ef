using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Which guardrails guard what.</summary>
public sealed class GuardPlansTests
{
    [Theory]
    [InlineData(MaskForm.Reversible, GuardAction.Mask, false)]
    [InlineData(MaskForm.Label, GuardAction.Mask, true)]
    [InlineData(MaskForm.Label, GuardAction.Deny, true)]
    public void OfServers_ReversibleMask_IsOfModelsAlone(MaskForm mask, GuardAction action, bool looks)
    {
        var plans = Plans(new CheckRule { Type = CheckTypes.Pii, On = [GuardPlace.ToolArguments, GuardPlace.ToolResult], Action = action, Pii = new() { Types = [PiiType.Email], Mask = mask } });

        Assert.Single(plans.OfAgent.Of(GuardPlace.ToolArguments));
        Assert.Equal(looks, plans.OfServers.Looks(GuardPlace.ToolArguments));
        Assert.Equal(looks, plans.OfServers.Looks(GuardPlace.ToolResult));
    }

    [Fact]
    public void OfServers_CheckBehindAReversibleMask_KeepsItsNumber()
    {
        var plans = Plans(
            new CheckRule { Type = CheckTypes.Pii, On = [GuardPlace.ToolArguments], Action = GuardAction.Mask, Pii = new() { Types = [PiiType.Email], Mask = MaskForm.Reversible } },
            new CheckRule { Type = CheckTypes.Words, On = [GuardPlace.ToolArguments], Action = GuardAction.Deny, Words = new() { Words = ["falcon"] } });

        Assert.Equal(1, Assert.Single(plans.OfServers.Of(GuardPlace.ToolArguments)).Facts.Index);
    }

    private static GuardPlans Plans(params CheckRule[] checks)
    {
        var rules = new BundleRules
        {
            Sources = [],
            Agent = new() { Policies = [new() { Policy = "shop/agents", AllowModels = [], DenyModels = [], Guardrails = ["shop/guard"] }] },
            Routes = [],
            Providers = [],
            Guardrails = [new() { Guardrail = "shop/guard", Checks = [.. checks] }],
        };
        return new(rules, new byte[32], "canary", _ => null);
    }
}
