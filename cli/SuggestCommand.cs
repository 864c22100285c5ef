using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Suggestions;

namespace AiGateway.Cli;

/// <summary>Reads the namespace's Agents and policies with the caller's own rights, and prints what the suggestion is.</summary>
internal static class SuggestCommand
{
    /// <exception cref="SuggestionException">There is nothing to suggest.</exception>
    /// <exception cref="KubectlException">The API could not be read.</exception>
    public static async Task<string> RunAsync(SuggestOptions options, Func<IEnumerable<string>, Task<JsonNode>> read, TimeProvider time)
    {
        var one = await read(["agents.aigateway.dev", options.Agent, .. options.Passed]);
        var name = (string?)one["metadata"]?["namespace"] ?? "";
        var agents = Items(await read(["agents.aigateway.dev", .. options.Passed])).Select(item => item.Deserialize(ResourceJson.Default.Agent)!).ToList();
        var policies = Items(await read(["agentpolicies.aigateway.dev", .. options.Passed])).Select(item => item.Deserialize(ResourceJson.Default.AgentPolicy)!).ToList();
        var input = AgentRecords.Read(new(name, options.Agent), agents, policies) with { Since = time.GetUtcNow() - options.Since, AllowDenied = options.AllowDenied };
        if (input.Policies.Length != 1 || !input.Shared.IsEmpty) input = input with { Pods = await PodsAsync(options, one, read) };
        var suggestion = Suggester.Suggest(input);
        return options.Output switch
        {
            "yaml" => SuggestionText.Yaml(suggestion),
            "json" => SuggestionText.Json(suggestion).ToJsonString(Indented) + "\n",
            _ => SuggestionText.Diff(suggestion),
        };
    }

    private static readonly JsonSerializerOptions Indented = new(ResourceJson.Default.Options) { WriteIndented = true };

    private static IEnumerable<JsonNode> Items(JsonNode list) => (list["items"] as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>What the workload says of its pods' labels; null where it is gone or of a kind that does not say it in one of the usual places.</summary>
    private static async Task<LabelSelector?> PodsAsync(SuggestOptions options, JsonNode agent, Func<IEnumerable<string>, Task<JsonNode>> read)
    {
        try
        {
            var workload = await read([(string)agent["spec"]!["workload"]!["kind"]!, (string)agent["spec"]!["workload"]!["name"]!, .. options.Passed]);
            var labels = workload["spec"]?["selector"]?["matchLabels"]
                ?? workload["spec"]?["jobTemplate"]?["spec"]?["template"]?["metadata"]?["labels"]
                ?? workload["spec"]?["template"]?["metadata"]?["labels"]
                ?? ((string?)workload["kind"] == "Pod" ? workload["metadata"]?["labels"] : null);
            return labels is JsonObject { Count: > 0 } all
                ? new() { MatchLabels = all.Where(label => !label.Key.Contains("controller-uid", StringComparison.Ordinal)).ToImmutableDictionary(label => label.Key, label => (string)label.Value!) }
                : null;
        }
        catch (KubectlException)
        {
            return null;
        }
    }
}
