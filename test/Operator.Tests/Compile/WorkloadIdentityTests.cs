using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Compile;

public sealed class WorkloadIdentityTests
{
    [Theory]
    [InlineData("ReplicaSet", "shop-5d4f", "5d4f", "Deployment", "shop")]
    [InlineData("ReplicaSet", "shop-5d4f", null, "ReplicaSet", "shop-5d4f")]
    [InlineData("Job", "report-29921280", null, "CronJob", "report")]
    [InlineData("Job", "nightly-report-29921280", null, "CronJob", "nightly-report")]
    [InlineData("Job", "report-20261121", null, "Job", "report-20261121")]
    [InlineData("Job", "report-299212801", null, "Job", "report-299212801")]
    [InlineData("Job", "-29921280", null, "Job", "-29921280")]
    [InlineData("StatefulSet", "report-29921280", null, "StatefulSet", "report-29921280")]
    [InlineData("Rollout", "shop", null, "Rollout", "shop")]
    public void Of_OwnedPod_IsItsController(string kind, string owner, string? hash, string expectedKind, string expectedName)
    {
        var labels = hash is null ? new ObjectMeta().Labels : new ObjectMeta().Labels.Add("pod-template-hash", hash);
        var pod = new Pod { Metadata = new() { Namespace = "team", Name = "p", Labels = labels, OwnerReferences = [new() { Kind = kind, Name = owner, Controller = true }] } };

        var identity = WorkloadIdentity.Of(pod);

        Assert.Equal((expectedKind, expectedName), (identity.WorkloadKind, identity.WorkloadName));
    }

    [Fact]
    public void Of_PodWithoutController_IsItself() =>
        Assert.Equal("p", WorkloadIdentity.Of(new Pod { Metadata = new() { Name = "p", OwnerReferences = [new() { Kind = "Deployment", Name = "x" }] } }).WorkloadName);
}
