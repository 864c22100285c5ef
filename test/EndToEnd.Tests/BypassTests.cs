using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Every way round the sidecar that is known, tried from inside a real pod by root, and everything that must go on working beside it.</summary>
public sealed class BypassTests(Cluster cluster) : ClusterTest(cluster), IAsyncLifetime
{
    private Team Team => Cluster.Team("bypass");

    private HeldPods Held => new(Kubectl, Team);

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await Held.StartAsync();
    }

    [Fact]
    public async Task EveryAttempt_FromInsideThePod_IsRefused()
    {
        var outcomes = await Held.TryAsync("attack");

        foreach (var outcome in outcomes) Progress.Say($"{(string)outcome["outcome"]!,-8} {(string)outcome["attempt"]!}: {Shorten((string)outcome["detail"]!)}");
        Progress.Say($"{outcomes.Count(outcome => (string)outcome["outcome"]! == "refused")} of {outcomes.Length} ways round are refused");
        Assert.True(outcomes.Length > 60, $"only {outcomes.Length} attempts were made");
        Assert.All(outcomes, outcome => Assert.True((string)outcome["outcome"]! == "refused", outcome.ToJsonString()));
    }

    [Fact]
    public async Task EverythingHonest_BesideTheRedirect_GoesOn()
    {
        var outcomes = await Held.TryAsync("honest");

        foreach (var outcome in outcomes) Progress.Say($"{(string)outcome["outcome"]!,-8} {(string)outcome["attempt"]!}: {Shorten((string)outcome["detail"]!)}");
        Assert.All(outcomes, outcome => Assert.True((string)outcome["outcome"]! == "reached", outcome.ToJsonString()));
        Assert.True((await Pod.GetAsync(Kubectl, Team.Name, HeldPods.Attacker)).IsReady, "the kubelet's probe of the agent's own port does not pass");
    }

    [Fact]
    public async Task Denials_OfConnections_AreToldInAuditAndMetrics()
    {
        await Held.TryAsync("attack");

        var attacker = new Agent(Kubectl, Team.Name, "pod/" + HeldPods.Attacker);
        List<JsonNode> lines = [];
        await Until.TrueAsync("the audit gives each reason", async () =>
        {
            lines = [.. (await attacker.SidecarLogAsync()).Where(line => line.Contains("\"egress\"", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!)];
            return lines.Select(line => (string?)line["reason"]).ToHashSet().IsSupersetOf(["not_allowed", "name_unknown", "address_refused", "not_redirected"]);
        });
        Assert.All(lines, line => Assert.Equal(Team.Name, (string?)line["agent"]?["namespace"]));
    }

    [Fact]
    public async Task Level_OfEachPod_IsMeasuredAndShown()
    {
        await Until.TrueAsync("the policy says that its pods are redirected", async () =>
        {
            var status = (await Kubectl.JsonAsync("--namespace", Team.Name, "get", "agentpolicy", "held"))["status"];
            return Condition(status, "Enforced") == "True" && Condition(status, "Ready") == "True" && (int?)status?["enforcement"]?["redirected"] >= 2;
        });
        await Until.TrueAsync("each pod says it too", async () =>
            (await Pod.GetAsync(Kubectl, Team.Name, HeldPods.Attacker)).Annotation("aigateway.dev/enforcement") == "Redirected");
        Progress.Say((await Kubectl.RunAsync("--namespace", Team.Name, "get", "agentpolicies")).TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("privileged: true", "privileged")]
    [InlineData("runAsUser: 15080", "sidecar_uid")]
    [InlineData("allowPrivilegeEscalation: true", "privilege_escalation")]
    [InlineData("capabilities: {add: [NET_RAW]}", "capability")]
    [InlineData("capabilities: {add: [SYS_PTRACE]}", "privileged")]
    public async Task PodThatCannotBeHeld_UnderRefuse_IsRefusedWithAReason(string field, string code)
    {
        var result = await (Kubectl.Command("apply", "--filename=-") with
        {
            Input = Manifest.Read("unenforceable", ("NAME", "unheld"), ("SPACE", Team.Name), ("FIELD", field)),
        }).TryAsync();

        Assert.False(result.Succeeded, "the pod was created");
        Assert.Contains(code, result.All, StringComparison.Ordinal);
        Assert.Contains("bypass/held", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfficialClient_WithItsBuiltInHost_IsPolicedAndGetsTheRealKey()
    {
        var agent = new Agent(Kubectl, Team.Name, "pod/" + HeldPods.Client);
        var prompt = $"direct {Guid.NewGuid():N}";

        var allowed = await agent.StepAsync("call-direct", "fast", prompt);
        var denied = await agent.StepAsync("call-direct", "forbidden");

        Assert.True((bool)allowed["ok"]!, allowed.ToJsonString());
        Assert.Equal("PermissionDeniedError", (string?)denied["class"]);
        Assert.Equal("model_denied", (string?)denied["code"]);
        Assert.Equal($"Bearer {Team.Key}", Assert.Single(await Provider.SeenAsync(prompt)).Authorization);
    }

    private static string? Condition(JsonNode? status, string type) =>
        (string?)status?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type)?["status"];

    private static string Shorten(string detail) => detail.Length <= 110 ? detail : detail[..110] + "...";
}
