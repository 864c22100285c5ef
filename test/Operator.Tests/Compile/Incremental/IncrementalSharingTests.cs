using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Compile.Incremental;

/// <summary>What changes in one namespace reaches the others that it counts in, whatever is kept of them.</summary>
public sealed class IncrementalSharingTests
{
    private static readonly Inventory Shared = Share("team-1");

    [Fact]
    public void Compile_SharingTakenBack_TakesTheKeyFromTheOther() => AssertReaches(Shared with { Credentials = Shared.Credentials.SetItem(0, SmallFleet.Credential("team-0")) });

    [Fact]
    public void Compile_SharedWithAnother_TakesTheKeyFromTheOther() => AssertReaches(Shared with { Credentials = Shared.Credentials.SetItem(0, SmallFleet.Credential("team-0", "team-2")) });

    [Fact]
    public void Compile_SecretOfASharedCredentialIsAnother_ReachesTheOther() => AssertReaches(Shared with
    {
        Secrets = Shared.Secrets.SetItem(0, Shared.Secrets[0] with { Data = Shared.Secrets[0].Data.SetItem("apiKey", "bmV3"), Metadata = Shared.Secrets[0].Metadata with { ResourceVersion = "2" } }),
    });

    [Fact]
    public void Compile_CeilingAdded_ReachesTheOther() => AssertReaches(Shared with
    {
        Policies = Shared.Policies.Add(new()
        {
            Metadata = SmallFleet.Policy(Shared.OperatorNamespace, 1).Metadata,
            Spec = new() { PodSelector = new(), NamespaceSelector = new(), Models = new() { Deny = ["model-0"] } },
        }),
    });

    private static void AssertReaches(Inventory changed)
    {
        var before = BundleCompiler.Compile(Shared);
        var kept = BundleCompiler.Compile(changed, before);

        Assert.NotEqual(RevisionsOf(before), RevisionsOf(kept));
        Assert.Equal(RevisionsOf(BundleCompiler.Compile(changed)), RevisionsOf(kept));
    }

    /// <summary>What the pods of the namespace have that uses what another shares.</summary>
    private static IEnumerable<string> RevisionsOf(Compilation compilation) =>
        compilation.Agents.Values.Where(agent => agent.Agent.Namespace == "team-1").OrderBy(agent => agent.Agent.Pod, StringComparer.Ordinal).Select(agent => agent.Rules.Revision);

    /// <summary>A route of team-1 leads to the account of team-0.</summary>
    private static Inventory Share(params ImmutableArray<string> with)
    {
        var fleet = SmallFleet.Make();
        var route = new ModelRoute
        {
            Metadata = new ObjectMeta { Namespace = "team-1", Name = "foreign", Uid = "foreign", Generation = 1 },
            Spec = new() { Models = ["foreign"], Targets = [new() { Credential = "account", Namespace = "team-0", Model = "gpt-4o" }] },
        };
        return fleet with { Credentials = fleet.Credentials.SetItem(0, SmallFleet.Credential("team-0", with)), Routes = fleet.Routes.Add(route) };
    }
}
