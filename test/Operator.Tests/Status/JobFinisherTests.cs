using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

public sealed class JobFinisherTests
{
    [Theory]
    [InlineData("Never", 0, true)]
    [InlineData("Never", 1, true)]
    [InlineData("OnFailure", 0, true)]
    [InlineData("OnFailure", 1, false)]
    [InlineData("Always", 0, false)]
    [InlineData(null, 0, false)]
    public void IsDone_AgentEnded_ByRestartPolicyAndExitCode(string? policy, int exitCode, bool done) =>
        Assert.Equal(done, JobFinisher.IsDone(Pod(policy, ("agent", exitCode), (Group.SidecarContainer, null))));

    [Fact]
    public void IsDone_OneOfTwoStillRuns_IsNot() =>
        Assert.False(JobFinisher.IsDone(Pod("Never", ("agent", 0), ("helper", null), (Group.SidecarContainer, null))));

    [Fact]
    public void IsDone_NotInjected_IsNot() => Assert.False(JobFinisher.IsDone(Pod("Never", ("agent", 0))));

    [Fact]
    public void IsDone_NativeSidecar_IsLeftAlone()
    {
        var pod = Pod("Never", ("agent", 0));

        Assert.False(JobFinisher.IsDone(pod with { Spec = pod.Spec with { InitContainers = [new() { Name = Group.SidecarContainer }] } }));
    }

    [Fact]
    public void IsDone_SidecarAlone_IsNot() => Assert.False(JobFinisher.IsDone(Pod("Never", (Group.SidecarContainer, null))));

    private static Pod Pod(string? policy, params (string Name, int? ExitCode)[] containers) => new()
    {
        Spec = new() { RestartPolicy = policy, Containers = [.. containers.Select(container => new PodContainer { Name = container.Name })] },
        Status = new()
        {
            Phase = "Running",
            ContainerStatuses =
            [
                .. containers.Select(container => new ContainerStatus
                {
                    Name = container.Name,
                    State = new() { Terminated = container.ExitCode is { } code ? new() { ExitCode = code } : null },
                }),
            ],
        },
    };
}
