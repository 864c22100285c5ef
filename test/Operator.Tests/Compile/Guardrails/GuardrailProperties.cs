using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile.Guardrails;

/// <summary>What holds of guardrails for every inventory: nothing that protects is dropped, and nothing comes along that does not belong to it.</summary>
public sealed class GuardrailProperties
{
    private static readonly ImmutableArray<ImmutableArray<string>> s_featureSets =
    [
        [], [Features.Guardrails], [.. Features.All.Where(feature => feature != Features.OfCheck(CheckTypes.Webhook))], [.. Features.All.Where(feature => feature != Features.OfDialect(Dialects.Anthropic))],
    ];

    [Fact]
    public void Compile_AnyPod_HoldsTheGuardrailsThatItsRulesNameAndTheirAccounts() => ForAll(inventory =>
    {
        foreach (var rules in RulesOf(inventory)) AssertWhole(rules);
    });

    [Fact]
    public void Compile_AnyCallThatPasses_IsLookedAtByAllThatWasNamed() => ForAll(inventory =>
    {
        foreach (var rules in RulesOf(inventory))
        {
            foreach (var model in RandomInventory.Models.Where(model => Verdicts.Reaches(rules, model)))
            {
                var route = Verdicts.Find(rules.Routes, model)!;
                Assert.All(rules.Agent.Policies, policy => Assert.Equal(Named(policy.Policy, SourceOf(rules, nameof(AgentPolicy), policy.Policy, inventory.Policies).Spec.Guardrails), policy.Guardrails ?? []));
                Assert.Equal(Named(route.Route, SourceOf(rules, nameof(ModelRoute), route.Route, inventory.Routes).Spec.Guardrails), route.Guardrails ?? []);
            }
        }
    });

    [Fact]
    public void Compile_AnyAccountOfAGuardrail_IsOfItsNamespaceOrSharedWithTheAgents() => ForAll(inventory =>
    {
        foreach (var agent in BundleCompiler.Compile(inventory).Agents.Values)
        {
            foreach (var guardrail in agent.Rules.Rules.Guardrails ?? [])
            {
                Assert.All(guardrail.Checks.SelectMany(CheckAssembly.ProvidersOf), provider => Assert.True(
                    NamespaceOf(provider) == NamespaceOf(guardrail.Guardrail)
                    || NamespaceOf(provider) == agent.Agent.Namespace
                    || inventory.Credentials.Any(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}" == provider && one.Spec.SharedWith.Contains(agent.Agent.Namespace))));
            }
        }
    });

    [Fact]
    public void Compile_AnyWebhook_IsSentNoKeyThatItsSecretDoesNotOpen() => ForAll(inventory =>
    {
        foreach (var account in RulesOf(inventory).SelectMany(rules => rules.Guardrails ?? []).SelectMany(rule => rule.Checks).Select(check => check.Webhook?.Account).OfType<ProviderRef>())
        {
            Assert.True(AllowedHost.Allows(account.AllowedHosts, new Uri(account.BaseUrl)));
            Assert.Equal(account.Key.Reveal().Length == 0, account.Unauthenticated == true);
        }
    });

    [Fact]
    public void Compile_AnyInventory_SaysNoKeyAndTheSameInAnyOrder() => ForAll(inventory =>
    {
        var (one, other) = (BundleCompiler.Compile(inventory), BundleCompiler.Compile(inventory with { Guardrails = [.. inventory.Guardrails.Reverse()] }));
        Assert.DoesNotContain(RandomInventory.Key, CaseText.Reports(one), StringComparison.Ordinal);
        Assert.Equal(CaseText.Reports(one), CaseText.Reports(other));
        Assert.Equal(CaseText.Bundles(one, null), CaseText.Bundles(other, null));
    });

    [Fact]
    public void Narrow_AnyFeatures_LetsNoCallPassThatAGuardrailDoesNotLookAt() => ForAll(inventory =>
    {
        foreach (var rules in RulesOf(inventory))
        {
            foreach (var features in s_featureSets)
            {
                var narrowed = FeatureGate.Narrow(rules, features);
                Assert.Subset(features.ToHashSet(), FeatureGate.Requires(narrowed).ToHashSet());
                AssertWhole(narrowed);
                foreach (var model in RandomInventory.Models.Where(model => Verdicts.Reaches(narrowed, model)))
                {
                    Assert.Equal(rules.Agent.Policies.Select(policy => policy.Guardrails ?? []), narrowed.Agent.Policies.Select(policy => policy.Guardrails ?? []));
                    Assert.Equal(Verdicts.Find(rules.Routes, model)!.Guardrails ?? [], Verdicts.Find(narrowed.Routes, model)!.Guardrails ?? []);
                }
            }
        }
    });

    /// <summary>Each guardrail that is named is there, each that is there is named, and so are its accounts: a sidecar refuses anything else.</summary>
    private static void AssertWhole(BundleRules rules)
    {
        var named = rules.Agent.Policies.SelectMany(policy => policy.Guardrails ?? []).Concat(rules.Routes.SelectMany(route => route.Guardrails ?? [])).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(named, (rules.Guardrails ?? []).Select(guardrail => guardrail.Guardrail));
        Assert.Subset(
            rules.Providers.Select(provider => provider.Provider).ToHashSet(),
            (rules.Guardrails ?? []).SelectMany(guardrail => guardrail.Checks).SelectMany(CheckAssembly.ProvidersOf).ToHashSet());
        foreach (var guardrail in rules.Guardrails ?? [])
            Assert.All(guardrail.Checks.Index(), check => Assert.Empty(CheckAbilities.Find(check.Item, guardrail.Checks.Take(check.Index))));
    }

    private static T SourceOf<T>(BundleRules rules, string kind, string name, ImmutableArray<T> objects)
        where T : KubernetesObject
    {
        var source = rules.Sources.First(source => source.Kind == kind && $"{source.Namespace}/{source.Name}" == name);
        return objects.First(one => one.Metadata.Uid == source.Uid && one.Metadata.Generation == source.Generation && $"{one.Metadata.Namespace}/{one.Metadata.Name}" == name);
    }

    private static IEnumerable<string> Named(string owner, ImmutableArray<string> names) => names.Select(name => $"{NamespaceOf(owner)}/{name}");

    private static IEnumerable<BundleRules> RulesOf(Inventory inventory) => BundleCompiler.Compile(inventory).Agents.Values.Select(agent => agent.Rules.Rules);

    private static string NamespaceOf(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)];

    private static void ForAll(Action<Inventory> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new GuardedInventory(seed).Make())).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
