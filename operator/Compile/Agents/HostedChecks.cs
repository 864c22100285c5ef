using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>The checks of <c>spec.hostedTools</c> and <c>spec.endpoints</c>, and what is left of them.</summary>
internal static class HostedChecks
{
    public static IEnumerable<Diagnostic> CheckTools(PolicyCase one) =>
        CheckTools("spec.hostedTools.allow", one.Spec.HostedTools?.Allow).Concat(CheckTools("spec.hostedTools.deny", one.Spec.HostedTools?.Deny));

    public static IEnumerable<Diagnostic> CheckEndpoints(PolicyCase one)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, grant) in (one.Spec.Endpoints?.Allow ?? []).Index())
        {
            var field = $"spec.endpoints.allow[{index}]";
            if (EndpointNames.Find(grant.Name) is { } problem) yield return Refuse(Reasons.InvalidEndpoint, $"{field}.name", problem);
            if (!seen.Add(grant.Name)) yield return Refuse(Reasons.InvalidEndpoint, $"{field}.name", "the endpoint stands in the list before, at its account: remove one of them");
            if (one.Providers.Check(one.UseOf(grant), field) is { } unresolved) yield return unresolved;
        }

        foreach (var (index, name) in (one.Spec.Endpoints?.Deny ?? []).Index())
        {
            if (EndpointNames.Find(name) is { } problem) yield return Refuse(Reasons.InvalidEndpoint, $"spec.endpoints.deny[{index}]", problem);
        }
    }

    /// <summary>The rule with what is fit of both; an empty list is absent.</summary>
    public static PolicyRule AddTo(PolicyRule rule, PolicyCase one)
    {
        var (tools, endpoints) = (one.Spec.HostedTools, one.Spec.Endpoints);
        return rule with
        {
            AllowHostedTools = one.IsCeiling ? null : Fit(tools?.Allow, ModelNames.FindInPattern),
            DenyHostedTools = Fit(tools?.Deny, ModelNames.FindInPattern),
            Endpoints = one.IsCeiling ? null : Fit(one, endpoints?.Allow ?? []),
            DenyEndpoints = Fit(endpoints?.Deny, EndpointNames.Find),
        };
    }

    private static ImmutableArray<EndpointRule>? Fit(PolicyCase one, ImmutableArray<EndpointGrant> grants)
    {
        ImmutableArray<EndpointRule> fit =
        [
            .. grants.Where(grant => EndpointNames.Find(grant.Name) is null)
                .DistinctBy(grant => grant.Name)
                .Where(grant => one.Providers.FindUsable(one.UseOf(grant)) is not null)
                .Select(grant => new EndpointRule { Name = grant.Name, Provider = $"{one.UseOf(grant).Owner}/{grant.Credential}" }),
        ];
        return fit.IsEmpty ? null : fit;
    }

    private static ImmutableArray<string>? Fit(ImmutableArray<string>? names, Func<string, string?> find)
    {
        ImmutableArray<string> fit = [.. (names ?? []).Where(name => find(name) is null).Distinct(StringComparer.Ordinal)];
        return fit.IsEmpty ? null : fit;
    }

    private static IEnumerable<Diagnostic> CheckTools(string field, ImmutableArray<string>? names) =>
        from name in (names ?? []).Index()
        let problem = ModelNames.FindInPattern(name.Item)
        where problem is not null
        select Refuse(Reasons.InvalidHostedTool, $"{field}[{name.Index}]", problem);

    private static Diagnostic Refuse(string reason, string field, string message) => Diagnostic.NotAccepted(reason, field, message);
}
