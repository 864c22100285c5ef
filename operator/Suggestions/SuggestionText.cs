using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>A suggestion as people and programs read it.</summary>
internal static class SuggestionText
{
    /// <summary>The policy as a manifest, with the notes and what stays denied as comments.</summary>
    public static string Yaml(Suggestion suggestion)
    {
        var text = new StringBuilder();
        foreach (var note in suggestion.Notes) text.Append("# ").Append(note).Append('\n');
        text.Append(YamlWriter.Write(Manifest(suggestion.After)));
        foreach (var line in DeniedLines(suggestion)) text.Append("# ").Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>What changes, as a unified diff, after the notes; of a new policy all of it.</summary>
    public static string Diff(Suggestion suggestion)
    {
        var name = $"{suggestion.After.Metadata.Namespace}/{suggestion.After.Metadata.Name}";
        var diff = LineDiff.Unified(
            suggestion.Before is { } before ? YamlWriter.Write(Manifest(before)) : "",
            YamlWriter.Write(Manifest(suggestion.After)),
            suggestion.Before is null ? "/dev/null" : $"AgentPolicy {name}, as it is",
            $"AgentPolicy {name}, as it could be");
        var text = new StringBuilder();
        foreach (var note in suggestion.Notes) text.Append("# ").Append(note).Append('\n');
        text.Append(diff.Length > 0 ? diff : "# The policy allows what was used, and nothing else: there is nothing to change.\n");
        foreach (var line in DeniedLines(suggestion)) text.Append("# ").Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>All of it, for programs.</summary>
    public static JsonObject Json(Suggestion suggestion) => new()
    {
        ["before"] = suggestion.Before is { } before ? Manifest(before) : null,
        ["after"] = Manifest(suggestion.After),
        ["diff"] = Diff(suggestion),
        ["notes"] = new JsonArray([.. suggestion.Notes.Select(note => (JsonNode)note)]),
        ["denied"] = new JsonArray([.. suggestion.Denied.Select(thing => (JsonNode)new JsonObject
        {
            ["kind"] = thing.Kind.ToString(),
            ["name"] = thing.Name,
            ["denied"] = thing.Denied,
            ["lastAt"] = thing.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        })]),
    };

    /// <summary>As it is applied: no status, nothing that an API server adds, and nothing that says no more than the default does.</summary>
    internal static JsonObject Manifest(AgentPolicy policy)
    {
        var spec = JsonSerializer.SerializeToNode(policy, ResourceJson.Default.AgentPolicy)!["spec"]!.DeepClone().AsObject();
        Prune(spec);
        spec["podSelector"] ??= new JsonObject();
        return new()
        {
            ["apiVersion"] = Group.ApiVersion,
            ["kind"] = nameof(AgentPolicy),
            ["metadata"] = new JsonObject { ["name"] = policy.Metadata.Name, ["namespace"] = policy.Metadata.Namespace },
            ["spec"] = spec,
        };
    }

    private static void Prune(JsonObject map)
    {
        foreach (var (name, value) in map.ToList())
        {
            if (value is JsonObject inner) Prune(inner);
            if (value is JsonArray list) foreach (var item in list.OfType<JsonObject>()) Prune(item);
            if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || value.GetValueKind() == JsonValueKind.False) map.Remove(name);
        }
    }

    private static IEnumerable<string> DeniedLines(Suggestion suggestion)
    {
        if (suggestion.Denied.IsEmpty) yield break;
        yield return "Asked for, denied, and not allowed here either:";
        foreach (var thing in suggestion.Denied)
            yield return string.Create(CultureInfo.InvariantCulture, $"  {FieldOf(thing.Kind)}: {JsonEncodedText.Encode(thing.Name)}  ({thing.Denied} times, last {thing.At.UtcDateTime:yyyy-MM-dd HH:mm}Z)");
    }

    private static string FieldOf(UsedKind kind) => kind switch
    {
        UsedKind.Model => "models.allow",
        UsedKind.HostedTool => "hostedTools.allow",
        UsedKind.Endpoint => "endpoints.allow",
        UsedKind.Tool => "mcp.tools.allow",
        UsedKind.Resource => "mcp.resources.allow",
        UsedKind.Prompt => "mcp.prompts.allow",
        _ => "egress.allow",
    };
}
