using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Agents whose image knows nothing of this project call the provider through the official client.</summary>
public sealed class CallTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("calls");

    [Fact]
    public async Task Deployment_CallAndStream_Succeed()
    {
        IReadOnlyList<JsonNode> printed = [];
        await Until.TrueAsync("the agent has made its two calls", async () => (printed = await Team.Agent.PrintedAsync()).Any(line => (string?)line["step"] == "stream" && line["ok"] is not null));

        Assert.Contains(printed, line => (string?)line["step"] == "call" && (bool?)line["ok"] == true && (string?)line["text"] != "");
        Assert.Contains(printed, line => (string?)line["step"] == "stream" && (bool?)line["ok"] == true && (int?)line["events"] > 1);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("stream")]
    public async Task Call_ToTheProvider_CarriesTheRealKeyAndNothingOfTheAgents(string step)
    {
        var prompt = $"who pays for this {step}";
        var outcome = await Team.Agent.StepAsync(step, "fast", prompt);

        Assert.True((bool)outcome["ok"]!, outcome.ToJsonString());
        var seen = Assert.Single(await Provider.SeenAsync(prompt));
        Assert.Equal($"Bearer {Team.Key}", seen.Authorization);
    }

    [Fact]
    public async Task Job_WithItsSidecar_Completes()
    {
        await Kubectl.RunAsync("--namespace", Team.Name, "delete", "job", "errand", "--ignore-not-found");
        await Kubectl.ApplyAsync(Manifest.Read("job", ("TEAM", Team.Name), ("NAME", "errand")));
        var took = await Until.TrueAsync("the Job is complete", async () =>
            (int?)(await Kubectl.JsonAsync("--namespace", Team.Name, "get", "job", "errand"))["status"]!["succeeded"] == 1);
        Progress.Figure("Job from apply to complete", took);

        var pod = Assert.Single(await Pod.ListAsync(Kubectl, Team.Name, "job-name=errand"));
        Assert.Equal("Succeeded", pod.Phase);
        Assert.Contains("aigateway-sidecar", pod.ContainerNames);
        var seen = Assert.Single(await Provider.SeenAsync("from the job errand"));
        Assert.Equal($"Bearer {Team.Key}", seen.Authorization);
    }

    [Fact]
    public async Task Job_WhoseAgentFails_FailsAndIsNotHeldUpByItsSidecar()
    {
        await Kubectl.RunAsync("--namespace", Team.Name, "delete", "job", "mishap", "--ignore-not-found");
        await Kubectl.ApplyAsync(Manifest.Read("job", ("TEAM", Team.Name), ("NAME", "mishap")).Replace("[stream,", "[trip,", StringComparison.Ordinal));

        await Until.TrueAsync("the Job has failed", async () =>
            (int?)(await Kubectl.JsonAsync("--namespace", Team.Name, "get", "job", "mishap"))["status"]!["failed"] == 1);
    }

    [Fact]
    public async Task DeniedModel_Call_RaisesTheClientsOwnPermissionDenied()
    {
        var outcome = await Team.Agent.StepAsync("call", "forbidden");

        Assert.Equal("PermissionDeniedError", (string?)outcome["class"]);
        Assert.True((bool)outcome["permissionDenied"]!);
        Assert.Equal(403, (int)outcome["status"]!);
        Assert.Equal("model_denied", (string?)outcome["code"]);
    }

    [Fact]
    public async Task ModelNobodyAllows_Stream_RaisesTheClientsOwnPermissionDenied()
    {
        var outcome = await Team.Agent.StepAsync("stream", "other");

        Assert.Equal("PermissionDeniedError", (string?)outcome["class"]);
        Assert.Equal("model_not_allowed", (string?)outcome["code"]);
    }

    [Fact]
    public async Task Models_Listed_AreThoseOfThePolicyAlone()
    {
        var outcome = await Team.Agent.StepAsync("models");

        Assert.Equal(["fast", "long-20", "stream-300-30"], outcome["models"]!.AsArray().Select(model => (string)model!));
    }

    [Fact]
    public async Task Call_Made_LeavesAnAuditLineWithoutPromptAndKey()
    {
        const string prompt = "a prompt that no log may hold";
        var before = Audits(await Team.Agent.SidecarLogAsync()).Length;
        Assert.True((bool)(await Team.Agent.StepAsync("call", "fast", prompt))["ok"]!);

        IReadOnlyList<string> logged = [];
        await Until.TrueAsync("the call is in the log", async () => Audits(logged = await Team.Agent.SidecarLogAsync()).Length > before);
        var audit = JsonNode.Parse(Audits(logged)[^1])!;
        Assert.Equal(("fast", "allowed", "calls/agents", "fast"), ((string?)audit["gen_ai.request.model"], (string?)audit["decision"], (string?)audit["policy"], (string?)audit["rule"]));
        Assert.Equal(("calls", "agent", "calls/models", "calls/provider", 200), ((string?)audit["agent"]!["namespace"], (string?)audit["agent"]!["workload"], (string?)audit["route"], (string?)audit["provider"], (int)audit["http.response.status_code"]!));
        Assert.True((int)audit["usage"]!["gen_ai.usage.output_tokens"]! > 0);
        Assert.True((double)audit["durationMs"]! > 0);
        Assert.DoesNotContain(logged, line => line.Contains(prompt, StringComparison.Ordinal) || line.Contains(Team.Key, StringComparison.Ordinal));
    }

    private static ImmutableArray<string> Audits(IReadOnlyList<string> log) => [.. log.Where(line => line.Contains("\"decision\"", StringComparison.Ordinal))];
}
