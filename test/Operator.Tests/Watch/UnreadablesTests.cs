using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Watch;

public sealed class UnreadablesTests
{
    [Fact]
    public void PolicyOfANewerVersion_IsKnownByItsMetadataFieldAndSelector()
    {
        var json = JsonDocument.Parse("""
            {"metadata":{"name":"agents","namespace":"team-a","uid":"u","generation":7},
             "spec":{"podSelector":{"matchLabels":{"app":"agent"} },"mode":"Shadow"} }
            """).RootElement;

        var (value, item) = ObjectReader.Read(json, ResourceKinds.Policies);
        var told = Unreadables.Describe(item!, ResourceKinds.Policies);

        Assert.Null(value);
        Assert.Equal(("AgentPolicy", "team-a", "agents", 7L), (told.Kind, told.Metadata.Namespace, told.Metadata.Name, told.Metadata.Generation));
        Assert.Equal("spec.mode", told.Field);
        Assert.Equal("agent", told.PodSelector!.MatchLabels["app"]);
        Assert.DoesNotContain("Shadow", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PodThatIsNoPod_IsToldWithoutItsContent()
    {
        var json = JsonDocument.Parse("""{"metadata":{"name":"p","namespace":"a"},"spec":{"containers":"sk-test"} }""").RootElement;

        var (_, item) = ObjectReader.Read(json, Kinds.Pods);

        Assert.Equal("spec.containers", item!.Field);
        Assert.DoesNotContain("sk-test", item.ToString(), StringComparison.Ordinal);
        Assert.Equal("Pod", Unreadables.Plain(item, "Pod").Kind);
    }
}
