using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;
using AiGateway.Sidecar.Prices;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Bundle to snapshot, all or nothing: the number first, then the hash, then strict reading, then every check, and only then is anything built.</summary>
internal sealed class SnapshotBuilder(ProviderConnections connections)
{
    /// <summary>This process's own, so that what they hide or mark says nothing to anybody else.</summary>
    private readonly byte[] _hashKey = RandomNumberGenerator.GetBytes(32);
    private readonly string _canary = RandomNumberGenerator.GetHexString(24, lowercase: true);

    public BuildOutcome Build(Bundle bundle)
    {
        if (bundle.Protocol > Protocol.Version)
            return BuildOutcome.Refused(NackReasons.ProtocolTooNew, $"the bundle speaks protocol {bundle.Protocol}, this sidecar reads up to {Protocol.Version}");
        if (bundle.Rules.ValueKind != JsonValueKind.Object)
            return BuildOutcome.Refused(NackReasons.Invalid, "rules must be an object");
        if (BundleJson.Revision(BundleJson.RawRules(bundle)) != bundle.Revision)
            return BuildOutcome.Refused(NackReasons.Invalid, "the revision is not the hash of the rules");

        return TryRead(bundle, out var rules) is { } unreadable
            ? BuildOutcome.Refused(NackReasons.Invalid, unreadable)
            : Build(bundle, rules!);
    }

    private BuildOutcome Build(Bundle bundle, BundleRules rules)
    {
        var reasons = BundleCheck.FindReasons(rules);
        if (!reasons.IsEmpty) return BuildOutcome.Refused(NackReasons.Invalid, reasons);

        var providers = rules.Providers.ToFrozenDictionary(provider => provider.Provider, BuildProvider, StringComparer.Ordinal);
        var callees = new GuardCallees(bundle.Agent, providers, BuildWebhook, route => BuildRoute(route, providers, GuardPlan.Empty, HeldValues.None));
        var guards = new GuardPlans(rules, _hashKey, _canary, callees.Of);
        return BuildOutcome.Built(new Snapshot
        {
            Agent = bundle.Agent,
            Revision = bundle.Revision,
            Sources = rules.Sources,
            Rules = new AgentRules(rules.Agent.Policies, bundle.Agent, rules.Agent.Hold),
            Egress = new EgressRules(rules.Agent.Policies, rules.Agent.Hold),
            Limits = LimitPlan.From(rules),
            Routes = new RouteTable([.. rules.Routes.Select(route => BuildRoute(route, providers, guards.Of(route), guards.Held))]),
            Endpoints = BuildEndpoints(rules, providers, guards),
            Servers = (rules.McpServers ?? []).ToFrozenDictionary(server => server.Name, server => BuildServer(server, guards), StringComparer.Ordinal),
        });
    }

    /// <summary>The reason why the rules cannot be read, or null. The reader's words name members and places, never values.</summary>
    private static string? TryRead(Bundle bundle, out BundleRules? rules)
    {
        try
        {
            rules = BundleJson.ReadRules(BundleJson.RawRules(bundle));
            return null;
        }
        catch (JsonException unreadable)
        {
            rules = null;
            return $"the rules cannot be read: {unreadable.Message}";
        }
    }

    private Provider BuildProvider(ProviderRef rule) => BuildProvider(rule, new Uri(rule.BaseUrl.TrimEnd('/')));

    /// <summary>A webhook's URL is called as it is.</summary>
    private Provider BuildWebhook(WebhookSettings rule) => BuildProvider(rule.Account, new Uri(rule.Account.BaseUrl), rule.ClientCertificate);

    private Provider BuildProvider(ProviderRef rule, Uri url, SecretText? clientCertificate = null) => new()
    {
        Name = rule.Provider,
        Kind = rule.Kind,
        Dialect = rule.Dialect,
        BaseUrl = url,
        Unauthenticated = rule.Unauthenticated == true,
        ApiVersion = rule.ApiVersion,
        Aws = rule.Aws,
        KeyExpiresAt = rule.KeyExpiresAt,
        Prices = PriceBook.Of(rule),
        KeyHeader = rule.KeyHeader,
        KeyValue = new SecretText(rule.KeyPrefix + rule.Key.Reveal()),
        Http = connections.Get(new ProviderEndpoint
        {
            Origin = new Uri(url.GetLeftPart(UriPartial.Authority)),
            CaBundle = rule.CaBundle,
            ServerName = rule.ServerName,
            ClientCertificate = clientCertificate,
        }),
    };

    /// <summary>A tool server's URL is called as it is: nothing is appended, and a slash at its end is part of it.</summary>
    private ToolServer BuildServer(McpServerRule rule, GuardPlans guards) => new()
    {
        Name = rule.Name,
        Route = ModelRoute.OfServer(BuildProvider(rule.Account, new Uri(rule.Account.BaseUrl)), guards.OfServers, guards.Held),
        Transport = rule.Transport ?? McpTransport.Auto,
        Headers = rule.Headers ?? [],
        Pinning = rule.Pinning ?? PinningMode.Off,
        Approved = (rule.ApprovedTools ?? []).Select(ReadPin).GroupBy(pin => pin.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(pins => pins.Key, pins => pins.Select(pin => pin.Hash).ToImmutableArray(), StringComparer.Ordinal),
    };

    private static ToolPin ReadPin(string text) => ToolPin.TryParse(text, out var pin) ? pin : throw new ArgumentException("Pins are checked before they are read.", nameof(text));

    private static ModelRoute BuildRoute(RouteRule rule, FrozenDictionary<string, Provider> providers, GuardPlan guards, HeldValues held) => new()
    {
        Guards = guards,
        Held = held,
        Name = rule.Route,
        Models = rule.Models,
        Targets = [.. rule.Targets.OrderBy(target => target.Priority).Select(target => BuildTarget(target, rule.Parameters, providers))],
        Unfit = rule.Unfit,
        Timeouts = rule.Timeouts,
        OmitUntranslatable = rule.OmitUntranslatable == true,
        Retries = Retries.From(rule.Retry),
        Breaker = Breaker.From(rule.Breaker),
        Fallback = Fallback.From(rule.Fallback),
        Sticky = rule.Sticky == true,
        IsConditional = rule.Targets.Any(target => target.When is not null || target.Weight == 0),
    };

    /// <summary>An endpoint has no route of its own: the account that a rule names is all there is to choose.</summary>
    private static FrozenDictionary<string, ModelRoute> BuildEndpoints(BundleRules rules, FrozenDictionary<string, Provider> providers, GuardPlans guards) =>
        rules.Agent.Policies.SelectMany(policy => policy.Endpoints ?? []).Select(rule => rule.Provider).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(name => name, name => ModelRoute.OfEndpoint(providers[name], guards.OfAgent, guards.Held), StringComparer.Ordinal);

    private static Target BuildTarget(TargetRule rule, ParametersRule? shared, FrozenDictionary<string, Provider> providers) => new()
    {
        Provider = providers[rule.Provider],
        Model = rule.Model,
        ModelJson = rule.Model is { } model ? Target.ToJson(model) : null,
        Priority = rule.Priority,
        Weight = rule.Weight,
        When = rule.When is { } when ? CelExpression.Parse(when, RouteConditions.Environment).Expression : null,
        Parameters = [.. new[] { shared, rule.Parameters }.OfType<ParametersRule>()],
    };
}
