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

    [Fact]
    public void Of_GuardrailThatManyPlansName_IsBuiltOnce()
    {
        var plans = Plans(
            new CheckRule { Type = CheckTypes.Words, On = [GuardPlace.Input], Action = GuardAction.Deny, Words = new() { Words = ["falcon"] } },
            new CheckRule { Type = CheckTypes.OpenAiModeration, On = [GuardPlace.Input], Action = GuardAction.Deny, OpenAiModeration = new() { Provider = "shop/account" } },
            new CheckRule { Type = CheckTypes.Loop, On = [GuardPlace.ToolArguments], Action = GuardAction.Deny });
        var (first, second) = (plans.Of(Route("shop/first", "shop/guard")), plans.Of(Route("shop/second", "shop/guard")));

        Assert.NotSame(first, second);
        foreach (var plan in new[] { plans.OfServers, first, second })
        {
            Assert.Same(Assert.Single(plans.OfAgent.Of(GuardPlace.Input)), Assert.Single(plan.Of(GuardPlace.Input)));
            Assert.Same(Assert.Single(plans.OfAgent.Called), Assert.Single(plan.Called));
            Assert.Same(Assert.Single(plans.OfAgent.Loops), Assert.Single(plan.Loops));
        }
    }

    [Fact]
    public void Of_GuardrailThatAPolicyAuditsAndARouteEnforces_BitesOnTheRouteAlone()
    {
        var plans = Plans(PolicyMode.Audit, new CheckRule { Type = CheckTypes.Words, On = [GuardPlace.Input], Action = GuardAction.Deny, Words = new() { Words = ["falcon"] } });

        Assert.False(Assert.Single(plans.OfAgent.Of(GuardPlace.Input)).Facts.Bites);
        Assert.True(Assert.Single(plans.Of(Route("shop/first", "shop/guard")).Of(GuardPlace.Input)).Facts.Bites);
        Assert.False(Assert.Single(plans.OfServers.Of(GuardPlace.Input)).Facts.Bites);
    }

    [Fact]
    public void Of_ReversibleMaskOnARoute_IsNotTheServers()
    {
        var plans = Plans(new CheckRule { Type = CheckTypes.Pii, On = [GuardPlace.ToolArguments], Action = GuardAction.Mask, Pii = new() { Types = [PiiType.Email], Mask = MaskForm.Reversible } });

        Assert.Same(Assert.Single(plans.OfAgent.Of(GuardPlace.ToolArguments)), Assert.Single(plans.Of(Route("shop/first", "shop/guard")).Of(GuardPlace.ToolArguments)));
        Assert.False(plans.OfServers.Looks(GuardPlace.ToolArguments));
    }

    private static RouteRule Route(string name, params string[] guardrails) => new() { Route = name, Models = [], Targets = [], Guardrails = [.. guardrails] };

    private static GuardPlans Plans(params CheckRule[] checks) => Plans(PolicyMode.Enforce, checks);

    private static GuardPlans Plans(PolicyMode mode, params CheckRule[] checks)
    {
        var rules = new BundleRules
        {
            Sources = [],
            Agent = new() { Policies = [new() { Policy = "shop/agents", Mode = mode, AllowModels = [], DenyModels = [], Guardrails = ["shop/guard"] }] },
            Routes = [],
            Providers = [],
            Guardrails = [new() { Guardrail = "shop/guard", Checks = [.. checks] }],
        };
        return new(rules, new byte[32], "canary", _ => null);
    }
}
