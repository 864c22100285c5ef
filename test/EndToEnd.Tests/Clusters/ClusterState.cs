using System.Collections.Immutable;
using System.Text;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>What one would look at by hand after a failure. Never a Secret.</summary>
internal static class ClusterState
{
    private static readonly ImmutableArray<string[]> Looks =
    [
        ["get", "pods", "--all-namespaces", "--output=wide"],
        ["get", "agentpolicies,guardrails,mcpservers,modelroutes,providercredentials", "--all-namespaces", "--output=yaml"],
        ["get", "events", "--all-namespaces", "--sort-by=.lastTimestamp"],
        ["--namespace=aigateway-system", "describe", "pods"],
        ["--namespace=aigateway-system", "logs", "--selector=app.kubernetes.io/name=aigateway-operator", "--prefix", "--tail=200"],
        ["get", "mutatingwebhookconfigurations", "--output=yaml"],
    ];

    public static async Task<string> ReadAsync(Kubectl kubectl)
    {
        var text = new StringBuilder();
        foreach (var look in Looks) Add(text, look, await kubectl.TryAsync(look));
        foreach (var space in await NamesAsync(kubectl))
        {
            string[] logs = ["--namespace", space, "logs", "--selector=app=agent", "--container=aigateway-sidecar", "--prefix", "--tail=60"];
            Add(text, logs, await kubectl.TryAsync(logs));
        }
        return text.ToString();
    }

    private static async Task<string[]> NamesAsync(Kubectl kubectl)
    {
        var names = await kubectl.TryAsync("get", "namespaces", "--selector=aigateway.dev/inject=enabled", "--output=jsonpath={.items[*].metadata.name}");
        return names.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Add(StringBuilder text, string[] look, ShellResult result) =>
        text.Append("=== kubectl ").AppendJoin(' ', look).AppendLine().AppendLine(result.All).AppendLine();
}
