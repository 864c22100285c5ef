using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.NetworkPolicies;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>A compilation as text, to be compared with the case's files.</summary>
internal static class CaseText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each rules once, with the agents that share them.</summary>
    public static string Bundles(Compilation compilation, string[]? features)
    {
        var groups = compilation.Agents.Values
            .OrderBy(agent => $"{agent.Agent.Namespace}/{agent.Agent.Pod}", StringComparer.Ordinal)
            .GroupBy(agent => agent.Rules);
        var bundles = groups.Select(group => (JsonNode)new JsonObject
        {
            ["agents"] = new JsonArray([.. group.Select(agent => (JsonNode)Describe(agent.Agent))]),
            ["requires"] = new JsonArray([.. group.Key.Requires.Select(feature => (JsonNode)feature)]),
            ["rules"] = JsonNode.Parse(BundleJson.WriteRules(features is null ? group.Key.Rules : FeatureGate.Narrow(group.Key.Rules, features))),
        });
        return new JsonArray([.. bundles]).ToJsonString(Indented) + "\n";
    }

    /// <summary>As they are applied where the API server can do everything; one that is left as it is by its name alone.</summary>
    public static string NetworkPolicies(Compilation compilation) =>
        new JsonArray([.. compilation.NetworkPolicies.Select(plan => plan.IsKnown ? JsonNode.Parse(NetworkPolicyJson.Write(plan, new()).Span) : (JsonNode)$"{plan.Key} as it is")])
            .ToJsonString(Indented) + "\n";

    public static string Reports(Compilation compilation) =>
        string.Concat(compilation.Resources.Select(report =>
            $"{report.Resource.Kind} {report.Resource.Namespace}/{report.Resource.Name}: {Counts(report)}\n"
            + string.Concat(report.Diagnostics.Select(one => $"  {one.Condition} {one.Reason}\n    {one.Field}: {one.Message}\n"))
            + string.Concat((report.PriceGaps.Value ?? []).Select(gap => $"  no price{(gap.IsPartial ? " for each" : "")}: {gap.Model} at {gap.Account}{(gap.Limit is { } limit ? $", in {limit.Limit} ({limit.UnknownPrice})" : "")}\n"))));

    private static string Counts(ResourceReport report) =>
        $"{report.PodUids.Length} pods"
        + (report.UsedBy is { } users ? report.Resource.Kind == "Budget" ? $", shared by {users} agents" : $", used by {users} routes" : "")
        + (report.SecretResourceVersion is { } version ? $", Secret at {version}" : "");

    private static string Describe(AgentIdentity agent) =>
        $"{agent.Namespace}/{agent.Pod} ({agent.WorkloadKind} {agent.WorkloadName}, account {agent.ServiceAccount})";
}
