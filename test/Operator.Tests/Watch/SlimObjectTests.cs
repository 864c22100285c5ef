using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Watch;

public sealed class SlimObjectTests
{
    private static readonly Pod s_pod = SlimObject.Pod(
        new()
        {
            Metadata = new() { Namespace = "team", Name = "agent-0", Uid = "1", ResourceVersion = "7", Labels = Texts(("app", "agent")), OwnerReferences = [new() { Kind = "ReplicaSet", Name = "agent" }] },
            Spec = new() { ServiceAccountName = "default", Containers = [new() { Name = "agent", Image = "agent:1", Env = [new() { Name = "A" }] }] },
            Status = new() { Phase = "Running", ContainerStatuses = [new() { Name = "agent", Ready = true, ImageId = "sha256:1" }] },
        },
        looksForShadows: false);

    public static TheoryData<string, Pod> Changes => new()
    {
        { "a label", s_pod with { Metadata = s_pod.Metadata with { Labels = Texts(("app", "other")) } } },
        { "an annotation of a user", s_pod with { Metadata = s_pod.Metadata with { Annotations = Texts((Group.SkipAnnotation, "why")) } } },
        { "its end is asked for", s_pod with { Metadata = s_pod.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } } },
        { "its owner", s_pod with { Metadata = s_pod.Metadata with { OwnerReferences = [] } } },
        { "an image", s_pod with { Spec = s_pod.Spec with { Containers = [s_pod.Spec.Containers[0] with { Image = "agent:2" }] } } },
        { "a container more", s_pod with { Spec = s_pod.Spec with { InitContainers = s_pod.Spec.Containers } } },
        { "its phase", s_pod with { Status = s_pod.Status with { Phase = "Succeeded" } } },
        { "a container ended", s_pod with { Status = s_pod.Status with { ContainerStatuses = [s_pod.Status.ContainerStatuses[0] with { State = new() { Terminated = new() { ExitCode = 1 } } }] } } },
        { "a sign of models", s_pod with { Sign = new("Environment", "OPENAI_API_KEY") } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void SameButForLevel_AnythingElseIsAnother_IsFalse(string what, Pod now)
    {
        Assert.NotEmpty(what);
        Assert.False(SlimObject.SameButForLevel(s_pod, now));
    }

    [Fact]
    public void SameButForLevel_LevelIsWritten_IsTrue()
    {
        var read = SlimObject.Pod(
            s_pod with
            {
                Metadata = s_pod.Metadata with { ResourceVersion = "8", Labels = Texts(("app", "agent")), Annotations = Texts((Group.EnforcementAnnotation, "Redirected"), ("others.example/x", "y")) },
                Spec = s_pod.Spec with { Containers = [s_pod.Spec.Containers[0] with { Env = [new() { Name = "A" }] }] },
            },
            looksForShadows: false);

        Assert.True(SlimObject.SameButForLevel(s_pod, read));
        Assert.True(SlimObject.SameButForLevel(read, s_pod));
    }

    [Fact]
    public void SameButForStatus_GenerationStands_IsTrueUnlessMetadataIsAnother()
    {
        var budget = new Budget { Spec = new() { Limit = new(), Agents = new() }, Metadata = new() { Name = "month", Generation = 2, ResourceVersion = "7" } };

        Assert.True(SlimObject.SameButForStatus(budget, budget with { Metadata = budget.Metadata with { ResourceVersion = "8" }, Status = new() { ObservedGeneration = 2 } }));
        Assert.False(SlimObject.SameButForStatus(budget, budget with { Metadata = budget.Metadata with { Generation = 3 } }));
        Assert.False(SlimObject.SameButForStatus(budget, budget with { Metadata = budget.Metadata with { Labels = Texts(("a", "b")) } }));
        Assert.False(SlimObject.SameButForStatus(budget with { Metadata = new() }, budget with { Metadata = new() })); // It has none that would tell.
    }

    private static ImmutableDictionary<string, string> Texts(params (string Key, string Value)[] pairs) => pairs.ToImmutableDictionary(pair => pair.Key, pair => pair.Value);
}
