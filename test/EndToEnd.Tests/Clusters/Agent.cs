using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>One agent's container, where steps of its own program are run; test/images/agent/agent.mjs lists them.</summary>
internal sealed class Agent(Kubectl kubectl, string space, string target)
{
    public string Namespace => space;

    /// <summary>The pod, or <c>deployment/name</c>, which is any of its pods.</summary>
    public string Target => target;

    /// <summary>Runs one step and gives back its last line.</summary>
    public async Task<JsonNode> StepAsync(params string[] step)
    {
        var output = await kubectl.RunAsync(Arguments(step));
        return Json(output.TrimEnd().Split('\n')[^1]);
    }

    /// <summary>Starts a step that goes on beside the test.</summary>
    public RunningStep Start(params string[] step) => new(kubectl.Command(Arguments(step)).Start());

    /// <summary>The same for a step that goes on until its input ends, which it does with the test at the latest.</summary>
    public RunningStep StartAttended(params string[] step) => new(kubectl.Command(Arguments(step, "--stdin")).Start());

    /// <summary>What its main program has printed.</summary>
    public async Task<IReadOnlyList<JsonNode>> PrintedAsync()
    {
        var output = await kubectl.RunAsync("--namespace", space, "logs", target, "--container=agent");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json)];
    }

    /// <summary>What its sidecar has written, audit lines and all else.</summary>
    public async Task<IReadOnlyList<string>> SidecarLogAsync()
    {
        var output = await kubectl.RunAsync("--namespace", space, "logs", target, "--container=aigateway-sidecar", "--tail=-1");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private string[] Arguments(string[] step, params string[] options) =>
        ["--namespace", space, "exec", .. options, target, "--container=agent", "--", "node", "/agent/agent.mjs", .. step];

    private static JsonNode Json(string line) => JsonNode.Parse(line) ?? throw new FormatException(line);
}
