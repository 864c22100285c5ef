using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

/// <summary>What stands in a guardrail's status: whether it is in force, and who names it.</summary>
public sealed class GuardrailStatusTests
{
    [Fact]
    public void Write_InForceAtEverySidecarOfWhoNamesIt_IsReadyAndCountsItsUsers()
    {
        var status = Status(GuardAction.Deny, Sidecar(2));

        Assert.Equal(("True", "1/1", 1), (status.Of("Ready").Status, status.Sidecars!.Summary, status.UsedBy));
        Assert.Contains("\"usedBy\":1", Encoding.UTF8.GetString(StatusJson.Write(status)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OlderGenerationInForce_IsPending() => Assert.Equal(StatusReasons.Pending, Status(GuardAction.Deny, Sidecar(1)).Of("Programmed").Reason);

    [Fact]
    public void Write_SidecarThatLacksTheCheck_IsOutdated()
    {
        var status = Status(GuardAction.Deny, Sidecar(2) with { Features = [.. Features.All.Where(feature => feature != Features.OfCheck(CheckTypes.Length))] });

        Assert.Equal(StatusReasons.SidecarOutdated, status.Of("Programmed").Reason);
    }

    [Fact]
    public void Write_CheckThatCannotBeMade_IsNotAcceptedAndReachesNobody()
    {
        var status = Status(GuardAction.Mask, Sidecar(2));

        Assert.Equal(("False", Reasons.InvalidCheck), (status.Of("Accepted").Status, status.Of("Ready").Reason));
        Assert.Equal($"spec.checks[0].action: {CheckMessages.CannotMask}", status.Of("Accepted").Message);
        Assert.Equal("0/0", status.Sidecars!.Summary);
    }

    private static SidecarState Sidecar(long generation)
    {
        var sidecar = StatusGiven.Sidecar("a");
        var source = new SourceRef { Kind = nameof(Guardrail), Namespace = "team", Name = "guard", Uid = "uid-guard", Generation = generation };
        return sidecar with { InForce = sidecar.InForce! with { Sources = sidecar.InForce.Sources.Add(source) } };
    }

    private static GuardrailStatus Status(GuardAction action, SidecarState sidecar)
    {
        var policy = StatusGiven.Policy();
        var inventory = new Inventory
        {
            Policies = [policy with { Spec = policy.Spec with { Guardrails = ["guard"] } }],
            Pods = [StatusGiven.Pod("a")],
            Guardrails =
            [
                new()
                {
                    Metadata = new ObjectMeta { Namespace = "team", Name = "guard", Uid = "uid-guard", Generation = 2 },
                    Spec = new() { Checks = [new() { Type = CheckTypes.Length, On = [GuardPlace.Input], Action = action, Length = new() { MaxCharacters = 9 } }] },
                },
            ],
        };
        var turn = new Turn(inventory, BundleCompiler.Compile(inventory));
        var report = turn.Compilation.Resources.Single(report => report.Resource.Kind == nameof(Guardrail));
        var tally = new SidecarTeller(turn.Compilation, StatusGiven.Look(turn, sidecar).Sidecars, StatusGiven.Now).Count(report);
        return (GuardrailStatus)ConditionWriter.Write(report, tally, null, StatusGiven.Now);
    }
}
