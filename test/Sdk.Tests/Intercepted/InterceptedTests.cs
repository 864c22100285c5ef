using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Intercepted;

/// <summary>The official clients, unmodified and with the providers' own hosts, in a redirected pod: nothing but names and roots was changed around them.</summary>
public sealed class InterceptedTests(SharedPod shared) : IClassFixture<SharedPod>
{
    private static readonly string Script = Path.Combine(Checkout.Root, "test/Sdk.Tests/node/intercepted.mjs");

    private InterceptedPod Pod => shared.Pod;

    public static TheoryData<string, string> Clients => new()
    {
        { "npm openai", "gpt-4o-mini" },
        { "npm anthropic", "claude-sonnet-4-5" },
        { "nuget openai", "gpt-4o-mini" },
    };

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Call_Json_AnswersAndTheRealKeyAloneLeaves(string client, string model)
    {
        var before = (await Pod.SeenAsync()).Count;

        var result = await AskAsync(client, "json", model);

        Assert.Equal("Hello from the fake provider.", result.Text);
        var call = Assert.Single((await Pod.SeenAsync()).Skip(before));
        Assert.Contains(InterceptedPod.RealKey, call.GetProperty("headers").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(InterceptedPod.Placeholder, call.GetRawText(), StringComparison.Ordinal);
        await AuditedAsync(record => Text(record, "via") == "intercepted" && Text(record, "server.address") == HostOf(client) && Text(record, "decision") == "allowed" && Text(record, "gen_ai.request.model") == model);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Call_Stream_ComesInPieces(string client, string model)
    {
        var result = await AskAsync(client, "stream", model);

        Assert.Equal("Hello from the fake provider.", result.Text);
        Assert.True(result.Events > 3);
    }

    [Theory]
    [InlineData("npm openai", "json", "gpt-denied", "PermissionDeniedError")]
    [InlineData("npm openai", "stream", "gpt-denied", "PermissionDeniedError")]
    [InlineData("npm anthropic", "json", "claude-denied", "PermissionDeniedError")]
    [InlineData("npm anthropic", "stream", "claude-denied", "PermissionDeniedError")]
    [InlineData("nuget openai", "json", "gpt-denied", "ClientResultException")]
    [InlineData("nuget openai", "stream", "gpt-denied", "ClientResultException")]
    public async Task Call_DeniedModel_RaisesTheClientsOwnErrorAndIsAudited(string client, string way, string model, string error)
    {
        var before = (await Pod.SeenAsync()).Count;

        var result = await AskAsync(client, way, model);

        Assert.Equal((error, 403), (result.Error, result.Status));
        Assert.Contains("denied by policy 'sdk/agent'", result.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await Pod.SeenAsync()).Count);
        await AuditedAsync(record => Text(record, "via") == "intercepted" && Text(record, "decision") == "denied" && Text(record, "reason") == "model_denied" && Text(record, "gen_ai.request.model") == model);
    }

    [Fact]
    public async Task Models_List_HoldsWhatTheAgentMayUse() => Assert.Equal(["gpt-4o-mini"], (await AskAsync("npm openai", "models", "")).Models);

    /// <summary>A client that has other roots built in does not get out by it: it fails, and the record says why.</summary>
    [Theory]
    [InlineData("npm openai", "APIConnectionError")]
    [InlineData("npm anthropic", "APIConnectionError")]
    [InlineData("nuget openai", "AggregateException")]
    public async Task Call_ClientThatTrustsThePublicRootsAlone_FailsAndTheRecordSaysWhy(string client, string error)
    {
        var (before, records) = ((await Pod.SeenAsync()).Count, Pod.Audit.Count());

        var result = await AskAsync(client, "json", "gpt-4o-mini", trusting: false);

        Assert.Equal(error, result.Error);
        Assert.Equal(before, (await Pod.SeenAsync()).Count);
        await AuditedAsync(record => Text(record, "kind") == "egress" && Text(record, "reason") == "certificate_refused" && Text(record, "server.address") == HostOf(client), records);
    }

    /// <summary>An agent reads its roots once: those of the sidecar that was must be those of the sidecar that is.</summary>
    [Fact]
    public async Task Call_SidecarThatRestarted_IsTrustedByWhatWasReadBefore()
    {
        var roots = await File.ReadAllTextAsync(Path.Combine(Pod.Trust, "ca.crt"), TestContext.Current.CancellationToken);

        await Pod.RestartSidecarAsync();

        Assert.Equal(roots, await File.ReadAllTextAsync(Path.Combine(Pod.Trust, "ca.crt"), TestContext.Current.CancellationToken));
        Assert.Equal("Hello from the fake provider.", (await AskAsync("npm openai", "json", "gpt-4o-mini")).Text);
    }

    private static string HostOf(string client) => client == "npm anthropic" ? "api.anthropic.com" : "api.openai.com";

    private async Task<NodeResult> AskAsync(string client, string way, string model, bool trusting = true)
    {
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = InterceptedPod.Placeholder, ["ANTHROPIC_API_KEY"] = InterceptedPod.Placeholder, ["NODE_NO_WARNINGS"] = "1" };
        if (trusting)
        {
            environment["NODE_EXTRA_CA_CERTS"] = Path.Combine(Pod.Trust, "ca.crt");
            environment["SSL_CERT_FILE"] = Path.Combine(Pod.Trust, "ca-bundle.crt");
        }

        var line = client == "nuget openai"
            ? await Pod.RunAsync(environment, "dotnet", Checkout.DotnetAgent, model, way)
            : await Pod.RunAsync(environment, "node", Script, client.Split(' ')[1], way, model);
        return JsonSerializer.Deserialize(line, NodeJsonContext.Default.NodeResult)!;
    }

    private Task AuditedAsync(Func<JsonElement, bool> isIt, int after = 0) => Eventually.HoldsAsync(() => Pod.Audit.Skip(after).Any(isIt), "the record is there", () => string.Join('\n', Pod.Audit.TakeLast(5)));

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
