using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

/// <summary>What stands in a Budget's status from here: whether it is in force, and how many agents share it.</summary>
public sealed class BudgetStatusTests
{
    private static readonly string[] s_counting = [.. Features.All.Append(Features.Limits).Distinct()];

    [Fact]
    public void Write_InForceAtEverySidecar_IsReadyAndCountsItsAgents()
    {
        var status = Status("1h", Sidecar("a", 2), Sidecar("b", 2));

        Assert.Equal(("True", "2/2", 2), (status.Of("Ready").Status, status.Sidecars!.Summary, status.Agents));
        Assert.Contains("\"agents\":2", Encoding.UTF8.GetString(StatusJson.Write(status)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OlderGenerationInForce_IsPending() => Assert.Equal(StatusReasons.Pending, Status("1h", Sidecar("a", 2), Sidecar("b", 1)).Of("Programmed").Reason);

    [Fact]
    public void Write_SidecarThatCannotCount_IsOutdated()
    {
        var status = Status("1h", Sidecar("a", 2), Sidecar("b", 2) with { Features = [.. s_counting.Where(feature => feature != Features.Limits)] });

        Assert.Equal((StatusReasons.SidecarOutdated, "1/2"), (status.Of("Programmed").Reason, status.Sidecars!.Summary));
    }

    [Fact]
    public void Write_BudgetThatCannotBeCarriedOut_SaysWhyAndWhomItHolds()
    {
        var status = Status("1d", Sidecar("a", 2), Sidecar("b", 2));

        Assert.Equal(("False", Reasons.InvalidLimit), (status.Of("Accepted").Status, status.Of("Ready").Reason));
        Assert.StartsWith("spec.window: this is no time in whole seconds", status.Of("Accepted").Message, StringComparison.Ordinal);
        Assert.Equal(("2/2", 2), (status.Sidecars!.Summary, status.Agents));
    }

    private static SidecarState Sidecar(string pod, long generation)
    {
        var sidecar = StatusGiven.Sidecar(pod, features: [.. s_counting]);
        var source = new SourceRef { Kind = nameof(Budget), Namespace = "team", Name = "month", Uid = "uid-month", Generation = generation };
        return sidecar with { InForce = sidecar.InForce! with { Sources = sidecar.InForce.Sources.Add(source) } };
    }

    private static BudgetStatus Status(string window, params SidecarState[] sidecars)
    {
        var inventory = new Inventory
        {
            Policies = [StatusGiven.Policy()],
            Pods = [StatusGiven.Pod("a"), StatusGiven.Pod("b")],
            Budgets =
            [
                new()
                {
                    Metadata = new ObjectMeta { Namespace = "team", Name = "month", Uid = "uid-month", Generation = 2 },
                    Spec = new() { Limit = new() { Usd = "5" }, Window = window, Agents = new() },
                },
            ],
        };
        var turn = new Turn(inventory, BundleCompiler.Compile(inventory));
        var report = turn.Compilation.Resources.Single(report => report.Resource.Kind == nameof(Budget));
        var tally = new SidecarTeller(turn.Compilation, StatusGiven.Look(turn, sidecars).Sidecars, StatusGiven.Now).Count(report);
        return (BudgetStatus)ConditionWriter.Write(report, tally, null, StatusGiven.Now);
    }
}
