using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Compile;

public sealed class BundleCompilerTests
{
    private const int Namespaces = 500;
    private const int PodsEach = 20;

    [Fact]
    public void Compile_TenThousandPods_SerialisesOncePerSelection()
    {
        var inventory = Fleet();
        BundleCompiler.Compile(inventory);
        var watch = Stopwatch.StartNew();

        var compilation = BundleCompiler.Compile(inventory);

        TestContext.Current.SendDiagnosticMessage($"{compilation.Agents.Count} pods in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(Namespaces * PodsEach, compilation.Agents.Count);
        Assert.Equal(Namespaces * 2, compilation.Agents.Values.Select(agent => agent.Rules).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Compile_EqualRulesInTwoNamespaces_AreOneObject()
    {
        var inventory = new Inventory { Pods = [Pod("a", 1, "x"), Pod("b", 2, "x")] };

        var compilation = BundleCompiler.Compile(inventory);

        Assert.Same(compilation.Agents["a-1"].Rules, compilation.Agents["b-2"].Rules);
        Assert.Empty(compilation.Agents["a-1"].Rules.Rules.Providers);
    }

    [Fact]
    public void Compile_StatusWritten_KeepsTheRevision()
    {
        var inventory = Fleet();
        var touched = inventory with
        {
            Policies = [.. inventory.Policies.Select(policy => policy with { Metadata = policy.Metadata with { ResourceVersion = "2" }, Status = new() { ObservedGeneration = 1 } })],
        };

        Assert.Equal(Revisions(BundleCompiler.Compile(inventory)), Revisions(BundleCompiler.Compile(touched)));
    }

    [Fact]
    public void Compile_SecretRotated_ChangesTheRevisionOfItsPodsAlone()
    {
        var inventory = Fleet();
        var rotated = inventory with { Secrets = inventory.Secrets.SetItem(0, inventory.Secrets[0] with { Metadata = inventory.Secrets[0].Metadata with { ResourceVersion = "2" } }) };

        var changed = Revisions(BundleCompiler.Compile(inventory)).Zip(Revisions(BundleCompiler.Compile(rotated))).Count(pair => pair.First != pair.Second);

        Assert.Equal(PodsEach, changed);
    }

    [Fact]
    public void Compile_RulesBeyondALine_DenyAndSaySo()
    {
        var names = Enumerable.Range(0, 256).Select(index => index.ToString("D5", CultureInfo.InvariantCulture) + new string('x', 240)).ToImmutableArray();
        var policies = Enumerable.Range(0, 80).Select(index => Policy("a", $"p{index}", new(), "fast") with { Spec = new() { PodSelector = new(), Models = new() { Deny = names } } });

        var rules = BundleCompiler.Compile(new Inventory { Policies = [.. policies], Pods = [Pod("a", 1, "x")] }).Agents["a-1"].Rules;

        Assert.True(rules.Bytes.Length < Protocol.MaxLineBytes);
        Assert.Equal(80, rules.Rules.Sources.Length);
        Assert.All(rules.Rules.Agent.Policies, policy => Assert.Contains("fewer routes and names", policy.Unfit, StringComparison.Ordinal));
    }

    private static IEnumerable<(string, string)> Revisions(Compilation compilation) =>
        compilation.Agents.Select(pair => (pair.Key, pair.Value.Rules.Revision)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>In each namespace an account, two routes and two policies, of which one selects half of the pods.</summary>
    private static Inventory Fleet()
    {
        var names = Enumerable.Range(0, Namespaces).Select(index => $"ns-{index}").ToList();
        return new()
        {
            Secrets = [.. names.Select(name => new Secret { Metadata = Meta(name, "key") with { Labels = Map(Group.CredentialLabel, "true"), Annotations = Map(Group.AllowedHostsAnnotation, "api.openai.com") }, Data = Map("apiKey", "c2sx") })],
            Credentials = [.. names.Select(name => new ProviderCredential { Metadata = Meta(name, "openai"), Spec = new() { Provider = "openai", Auth = new() { ApiKey = new() { SecretRef = new() { Name = "key" } } } } })],
            Routes = [.. names.SelectMany(name => new[] { Route(name, "fast"), Route(name, "slow") })],
            Policies = [.. names.SelectMany(name => new[] { Policy(name, "all", new(), "fast"), Policy(name, "half", new() { MatchLabels = Map("app", "a") }, "slow") })],
            Pods = [.. names.SelectMany(name => Enumerable.Range(0, PodsEach).Select(index => Pod(name, index, index % 2 == 0 ? "a" : "b")))],
        };
    }

    private static ModelRoute Route(string inNamespace, string name) =>
        new() { Metadata = Meta(inNamespace, name), Spec = new() { Models = [name], Targets = [new() { Credential = "openai" }] } };

    private static AgentPolicy Policy(string inNamespace, string name, LabelSelector selector, string allow) =>
        new() { Metadata = Meta(inNamespace, name), Spec = new() { PodSelector = selector, Mode = PolicyMode.Enforce, Models = new() { Allow = [allow] } } };

    private static Pod Pod(string inNamespace, int index, string app) =>
        new() { Metadata = Meta(inNamespace, $"pod-{index}") with { Uid = $"{inNamespace}-{index}", Labels = Map("app", app) }, Status = new() { Phase = "Running" } };

    private static ObjectMeta Meta(string inNamespace, string name) =>
        new() { Namespace = inNamespace, Name = name, Uid = $"{inNamespace}-{name}", Generation = 1, ResourceVersion = "1" };

    private static ImmutableDictionary<string, string> Map(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);
}
